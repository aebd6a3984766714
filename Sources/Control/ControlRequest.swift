/// What a client asks for: one line of words, `scale smile 2 -`.
package enum ControlRequest: Hashable, Sendable {
    case status
    /// nil: those of all services.
    case workers(service: String?)
    /// And then, where they are followed, each that comes.
    case events(EventRange, follow: Bool)
    case reload
    case upgrade
    /// nil leaves a bound as it is.
    case scale(service: String, min: Int?, max: Int?)
    case drain(service: String)
    case resume(service: String)
    case logLevel(LogLevelWord)

    /// Whether it is a question with one answer: nothing changes, and nobody has to wait for what may come.
    package var isQuestion: Bool {
        switch self {
        case .status, .workers: true
        case .events(_, let follow): !follow
        case .reload, .upgrade, .scale, .drain, .resume, .logLevel: false
        }
    }

    /// Whether the answer goes on until the client has enough.
    package var isFollowing: Bool {
        if case .events(_, let follow) = self { follow } else { false }
    }

    /// A longer line is refused, whatever it says.
    package static let longestLine = 256

    /// Why a line is no request.
    package enum Fault: Error, Hashable {
        case tooLong
        case unknown(String)
        case wrongWords(command: String)
    }

    package var line: String {
        switch self {
        case .status: "status"
        case .workers(let service): service.map { "workers \($0)" } ?? "workers"
        case .events(let range, let follow): "events \(Self.words(range))\(follow ? " follow" : "")"
        case .reload: "reload"
        case .upgrade: "upgrade"
        case .scale(let service, let min, let max): "scale \(service) \(Self.word(min)) \(Self.word(max))"
        case .drain(let service): "drain \(service)"
        case .resume(let service): "resume \(service)"
        case .logLevel(let level): "log-level \(level.rawValue)"
        }
    }

    /// - Parameter line: without the newline.
    package init(line: some Collection<UInt8>) throws(Fault) {
        guard line.count <= Self.longestLine else { throw .tooLong }
        guard line.allSatisfy({ (0x20...0x7E).contains($0) }) else { throw .unknown("") }
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let (command, arguments) = (words[0], words.dropFirst())
        switch (command, arguments.count) {
        case ("status", 0): self = .status
        case ("workers", 0...1): self = .workers(service: arguments.first)
        case ("events", 1...3):
            let follows = arguments.last == "follow"
            guard let range = Self.range(follows ? arguments.dropLast() : arguments) else {
                throw .wrongWords(command: command)
            }
            self = .events(range, follow: follows)
        case ("reload", 0): self = .reload
        case ("upgrade", 0): self = .upgrade
        case ("scale", 3):
            let bounds = (Self.bound(arguments[2]), Self.bound(arguments[3]))
            guard case (.some(let min), .some(let max)) = bounds else { throw .wrongWords(command: command) }
            self = .scale(service: arguments[1], min: min, max: max)
        case ("drain", 1): self = .drain(service: arguments[1])
        case ("resume", 1): self = .resume(service: arguments[1])
        case ("log-level", 1):
            guard let level = LogLevelWord(rawValue: arguments[1]) else { throw .wrongWords(command: command) }
            self = .logLevel(level)
        case ("status", _), ("workers", _), ("events", _), ("reload", _), ("upgrade", _), ("scale", _),
            ("drain", _), ("resume", _),
            ("log-level", _):
            throw .wrongWords(command: command)
        default: throw .unknown(command)
        }
    }

    private static func words(_ range: EventRange) -> String {
        switch range {
        case .last(let count): "\(count)"
        case .after(let number): "after \(number)"
        }
    }

    private static func range(_ words: ArraySlice<String>) -> EventRange? {
        guard let number = words.last.flatMap({ Int($0) }), number >= 0 else { return nil }
        switch words.dropLast() {
        case []: return .last(number)
        case ["after"]: return .after(number)
        default: return nil
        }
    }

    private static func word(_ bound: Int?) -> String { bound.map(String.init) ?? "-" }

    /// nil is no bound at all, `.some(nil)` one that is left as it is.
    private static func bound(_ word: String) -> Int?? {
        if word == "-" { return .some(nil) }
        guard let value = Int(word), value >= 0 else { return nil }
        return .some(value)
    }
}

extension ControlRequest.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLong: "a request has at most \(ControlRequest.longestLine) bytes"
        case .unknown: "no such request"
        case .wrongWords(let command): "\"\(command)\" takes other words"
        }
    }
}

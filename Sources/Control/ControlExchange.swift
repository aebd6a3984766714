/// One client's conversation, without its socket: bytes and time in, a request and bytes out. Nothing in it grows beyond
/// its bounds, and nothing in it waits for ever for a client.
package struct ControlExchange {
    private var phase = Phase.reading
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    private var source: ReplySource?
    /// Since when the client is waited for; nil while it is our turn.
    private var waiting: Duration?

    private enum Phase {
        case reading
        /// The request is known, and the answer not.
        case deciding
        case answering
        /// All is said and to be sent.
        case ending
        case over
    }

    /// How long a client may take for its line.
    package static let patience = Duration.seconds(5)
    /// How long it may leave what is there for it.
    package static let stall = Duration.seconds(10)
    /// How long it may take for either while others wait for its place.
    package static let crowdedPatience = Duration.milliseconds(250)
    /// How much is made ready ahead of it. One line may be longer.
    package static let ahead = 16_384

    package init(at now: Duration) {
        waiting = now
    }

    package var isReading: Bool { if case .reading = phase { true } else { false } }
    package var isOver: Bool { if case .over = phase { true } else { false } }
    package var unsent: ArraySlice<UInt8> { output[...] }

    /// When the client is given up; nil while it is our turn.
    package var deadline: Duration? { deadline(isCrowded: false) }

    package func deadline(isCrowded: Bool) -> Duration? {
        waiting.map { $0 + (isCrowded ? Self.crowdedPatience : isReading ? Self.patience : Self.stall) }
    }

    /// Takes what came; nothing is its end.
    /// - Returns: the request, once it is whole.
    package mutating func receive(_ bytes: [UInt8], at now: Duration) -> ControlRequest? {
        guard isReading else { return nil }
        guard !bytes.isEmpty else {
            giveUp()
            return nil
        }
        // One more than a line may have, which is enough to tell that it has.
        input += bytes.prefix(ControlRequest.longestLine + 2 - input.count)
        let newline = input.firstIndex(of: UInt8(ascii: "\n"))
        guard newline != nil || input.count > ControlRequest.longestLine else { return nil }
        let line = input[..<(newline ?? input.endIndex)]
        input = []
        do throws(ControlRequest.Fault) {
            let request = try ControlRequest(line: line)
            (phase, waiting) = (.deciding, nil)
            return request
        } catch {
            answer(.end(.failed([error.description])), at: now)
            return nil
        }
    }

    package mutating func answer(_ source: ReplySource, at now: Duration) {
        if isOver { return }
        phase = .answering
        self.source = source
        prepare(at: now)
    }

    /// Makes ready what the source has and the client may be given. Call it again when a source that waited has more.
    package mutating func prepare(at now: Duration) {
        guard case .answering = phase else { return }
        let hadNothing = output.isEmpty
        loop: while output.count < Self.ahead, let source {
            switch source.next() {
            case .later: break loop
            case .line(let line): append(line)
            case .end(let end):
                append(end.json)
                phase = .ending
                self.source = nil
            }
        }
        waiting = output.isEmpty ? nil : hadNothing ? now : waiting ?? now
    }

    private mutating func append(_ line: JSON) {
        line.write(into: &output)
        output.append(UInt8(ascii: "\n"))
    }

    /// The client has taken so many bytes.
    package mutating func sent(_ count: Int, at now: Duration) {
        output.removeFirst(count)
        if count > 0 { waiting = now }
        if output.isEmpty { waiting = nil }
        prepare(at: now)
        if case .ending = phase, output.isEmpty { giveUp() }
    }

    /// Gives a client up that took too long.
    package mutating func keepDeadline(at now: Duration, isCrowded: Bool = false) {
        if let deadline = deadline(isCrowded: isCrowded), now >= deadline { giveUp() }
    }

    /// Whoever it was is gone, or is not waited for any more.
    package mutating func giveUp() {
        phase = .over
        (input, output, source, waiting) = ([], [], nil, nil)
    }
}

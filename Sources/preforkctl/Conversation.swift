import ArgumentParser
import Control
import LinuxSystem

/// One request and its answer.
struct Conversation {
    let options: ControlOptions
    let request: ControlRequest
    /// How long the daemon may take for each line; nil: as long as it likes.
    var limit: Duration? = .seconds(10)

    /// Prints the answer: as it comes where JSON is wanted, else each of its records as `show` has it.
    /// - Throws: an exit status, with the reasons told.
    func run<Record: JSONRecord>(_: Record.Type, show: (Record) -> Void) throws {
        try tellingWhyNot { () throws(NoAnswer) in
            try ask { (line) throws(ControlClient.Failure) in
                if options.json { return print(line) }
                guard let record = Record(json: line.withoutControls) else { throw .malformed }
                show(record)
            }
        }
    }

    /// The same for a request whose answer is only how it ended.
    func run() throws {
        try tellingWhyNot { () throws(NoAnswer) in try finish() }
    }

    /// The same, without a word.
    func finish() throws(NoAnswer) {
        try ask { line in if options.json { print(line) } }
    }

    private func tellingWhyNot(_ body: () throws(NoAnswer) -> Void) throws {
        do throws(NoAnswer) {
            try body()
        } catch {
            error.tell()
            throw error.status.code
        }
    }

    /// The records of the answer.
    func records<Record: JSONRecord>(_: Record.Type) throws(NoAnswer) -> [Record] {
        var records: [Record] = []
        try ask { (line) throws(ControlClient.Failure) in
            guard let record = Record(json: line.withoutControls) else { throw .malformed }
            records.append(record)
        }
        return records
    }

    private func ask(_ each: (JSON) throws(ControlClient.Failure) -> Void) throws(NoAnswer) {
        let end: ReplyEnd
        do throws(ControlClient.Failure) {
            end = try hearThrough(each)
        } catch {
            throw NoAnswer(error, socket: options.socket)
        }
        switch end {
        case .ok: return
        case .failed(let reasons): throw NoAnswer(.failed, reasons)
        case .refused(let reasons): throw NoAnswer(.notAllowed, reasons)
        }
    }

    /// Whoever an upgrade cuts off asks the program that comes.
    private func hearThrough(
        _ each: (JSON) throws(ControlClient.Failure) -> Void
    ) throws(ControlClient.Failure) -> ReplyEnd {
        var request = request
        var attempts = 0
        while true {
            var last: JSON?
            do throws(ControlClient.Failure) {
                return try hear(request) { (line) throws(ControlClient.Failure) in
                    last = line
                    try each(line)
                }
            } catch .cutOff {
                attempts = last == nil ? attempts + 1 : 1
                guard attempts < Self.attempts, let next = request.again(after: last) else { throw .cutOff }
                request = next
            }
        }
    }

    /// In a row, without a word of an answer.
    private static let attempts = 3

    private func hear(
        _ request: ControlRequest, _ each: (JSON) throws(ControlClient.Failure) -> Void
    ) throws(ControlClient.Failure) -> ReplyEnd {
        var client = try ControlClient(options.socket, asking: request, limit: limit)
        while true {
            switch try client.nextLine() {
            case .value(let line): try each(line)
            case .end(let end):
                // The last line of what is printed tells that it is all.
                if options.json { print(end.json) }
                return end
            }
        }
    }

    private func print(_ line: JSON) {
        // Whoever read it is gone, and wants no more.
        if !StandardStream.output.write("\(line.text)\n") { ThisProcess.exit(ExitStatus.failed.rawValue) }
    }
}

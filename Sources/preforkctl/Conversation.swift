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
                guard let record = Record(json: line) else { throw .malformed }
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
            guard let record = Record(json: line) else { throw .malformed }
            records.append(record)
        }
        return records
    }

    private func ask(_ each: (JSON) throws(ControlClient.Failure) -> Void) throws(NoAnswer) {
        let end: ReplyEnd
        do throws(ControlClient.Failure) {
            end = try hearAgain(each)
        } catch {
            throw NoAnswer(error, socket: options.socket)
        }
        switch end {
        case .ok: return
        case .failed(let reasons): throw NoAnswer(.failed, reasons)
        case .refused(let reasons): throw NoAnswer(.notAllowed, reasons)
        }
    }

    /// A question that an upgrade cut off is for the program that comes.
    private func hearAgain(
        _ each: (JSON) throws(ControlClient.Failure) -> Void
    ) throws(ControlClient.Failure) -> ReplyEnd {
        var wasAnswered = false
        do throws(ControlClient.Failure) {
            return try hear { (line) throws(ControlClient.Failure) in
                wasAnswered = true
                try each(line)
            }
        } catch {
            guard case .cutOff = error, request.isQuestion, !wasAnswered else { throw error }
            return try hear(each)
        }
    }

    private func hear(_ each: (JSON) throws(ControlClient.Failure) -> Void) throws(ControlClient.Failure) -> ReplyEnd {
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

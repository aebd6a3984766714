import Control
import LinuxSystem
import TestSupport
import Testing

@Suite("preforkctl --json", .daemonLogs)
struct PreforkctlJSONTests {
    private static let services = """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 8 }
        """

    /// Of what it printed: an object on each line.
    private func lines(_ outcome: Outcome) throws -> [JSON] {
        try outcome.output.split(separator: "\n").map { try JSONReader.read($0.utf8) }
    }

    @Test(
        "of a change there is nothing to print but how it ended",
        arguments: [
            ["reload"], ["upgrade"], ["scale", "echo", "--min", "3"], ["drain", "echo"], ["resume", "echo"],
            ["log-level", "info"],
        ])
    func change(command: [String]) throws {
        let controlled = try ControlledDaemon(Self.services)
        let outcome = try ask(controlled, command)
        #expect(outcome.status == .exited(0) && outcome.error == "", "\(outcome)")
        #expect(outcome.output == "{\"end\":\"ok\"}\n", "\(outcome)")
    }

    @Test("workers are one on each line, as the control socket tells them")
    func workers() throws {
        let controlled = try ControlledDaemon(Self.services)
        let outcome = try ask(controlled, ["workers", "echo"])
        #expect(outcome.status == .exited(0) && outcome.error == "", "\(outcome)")
        let lines = try lines(outcome)
        let workers = lines.dropLast().compactMap(WorkerStatus.init(json:))
        #expect(Set(workers.map { Int32($0.pid) }) == Set(controlled.daemon.workers) && workers.count == 2)
        #expect(lines.last.flatMap(ReplyEnd.init(json:)) == .ok)
    }

    @Test("top is the status and the workers, again and again, without a terminal")
    func top() throws {
        let controlled = try ControlledDaemon(Self.services)
        let pipe = try Pipe()
        var launch = Launch(
            program: Program.preforkctl, arguments: ["top", "--json", "--socket", controlled.socket])
        launch.descriptors[1] = pipe.writeEnd.rawValue
        let top = try Child(launch)
        var text = ""
        // Each of its rounds has two answers.
        while text.split(separator: "\n").count(where: { $0 == "{\"end\":\"ok\"}" }) < 4 {
            try #require(try pipe.readEnd.waitReadable(timeout: .seconds(20)), "\(text)")
            let bytes = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = try pipe.readEnd.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            try #require(!bytes.isEmpty, "\(text)")
            text += String(decoding: bytes, as: UTF8.self)
        }
        try top.kill()
        let lines = try text.split(separator: "\n").prefix(8).map { try JSONReader.read($0.utf8) }
        let kinds = lines.map { line in
            if ReplyEnd(json: line) != nil { return "end" }
            return line["services"] != nil ? "status" : line["service"] != nil ? "worker" : line.text
        }
        let round = ["status", "end", "worker", "worker", "end"]
        #expect(kinds == Array((round + round).prefix(8)))
    }

    @Test("what fails ends with its reasons, in the JSON and in words, with status 1")
    func failure() throws {
        let controlled = try ControlledDaemon(Self.services)
        let outcome = try ask(controlled, ["scale", "echo", "--max", "9"])
        #expect(outcome.status == .exited(1) && outcome.error.contains("must be 1 to 8"), "\(outcome)")
        guard case .failed(let reasons)? = try lines(outcome).last.flatMap(ReplyEnd.init(json:)) else {
            Issue.record("\(outcome)")
            return
        }
        #expect(reasons.count == 1 && reasons[0].contains("must be 1 to 8"), "\(reasons)")
    }

    private func ask(_ controlled: ControlledDaemon, _ command: [String]) throws -> Outcome {
        try Program.run(
            Launch(
                program: Program.preforkctl, arguments: command + ["--json", "--socket", controlled.socket]))
    }
}

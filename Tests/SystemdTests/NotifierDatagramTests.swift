import LinuxSystem
import TestSupport
import Testing

@Suite("What a service tells its manager")
struct NotifierDatagramTests {
    @Test(
        "several assignments go out in one datagram",
        arguments: [
            (["ready"], "READY=1"),
            (["stopping"], "STOPPING=1"),
            (["watchdog"], "WATCHDOG=1"),
            (["status=all is well"], "STATUS=all is well"),
            (["status="], "STATUS="),
            (["extend=1500"], "EXTEND_TIMEOUT_USEC=1500000"),
            (["extend=-1"], "EXTEND_TIMEOUT_USEC=0"),
            (["ready", "status=4 workers"], "READY=1\nSTATUS=4 workers"),
            (["stopping", "extend=1", "status=draining"], "STOPPING=1\nEXTEND_TIMEOUT_USEC=1000\nSTATUS=draining"),
        ])
    func datagram(assignments: [String], expected: String) throws {
        #expect(try send(assignments) == [expected])
    }

    @Test("a status cannot begin another assignment")
    func oneLine() throws {
        #expect(try send(["status=lost\nSTOPPING=1\r\tÄ"]) == ["STATUS=lost STOPPING=1  Ä"])
    }

    @Test("reloading tells the time of sending")
    func reloading() throws {
        let before = MonotonicClock.now().wholeMicroseconds
        let lines = try send(["reloading"]).joined().split(separator: "\n")
        let after = MonotonicClock.now().wholeMicroseconds
        try #require(lines.count == 2)
        #expect(lines[0] == "RELOADING=1")
        let time = try #require(Int64(lines[1].dropFirst("MONOTONIC_USEC=".count)))
        #expect((before...after).contains(time))
    }

    @Test("a name in the abstract namespace is an address too")
    func abstract() throws {
        let name = "@systemd-tests-\(ThisProcess.pid)"
        let manager = try DatagramReceiver(at: name)
        let outcome = try Fixture.run("notify", "ready", environment: ["NOTIFY_SOCKET=\(name)"])
        #expect(outcome.lines == ["available", "sent"])
        #expect(try manager.receiveAll() == [Array("READY=1".utf8)])
    }

    private func send(_ assignments: [String]) throws -> [String] {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/notify"
        let manager = try DatagramReceiver(at: path)
        let outcome = try Command(
            arguments: [Fixture.path, "notify"] + assignments, environment: ["NOTIFY_SOCKET=\(path)"]
        ).run()
        #expect(outcome.lines == ["available", "sent"])
        return try manager.receiveAll().map { String(decoding: $0, as: UTF8.self) }
    }
}

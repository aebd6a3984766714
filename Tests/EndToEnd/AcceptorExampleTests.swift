import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

private let socketProxy = "/usr/lib/systemd/systemd-socket-proxyd"

@Suite("Real programs that accept by themselves", .daemonLogs)
struct AcceptorExampleTests {
    /// The whole answer to one request.
    private func get(_ address: SocketAddress) throws -> String {
        let client = try TestClient(address)
        try client.send("GET / HTTP/1.0\r\n\r\n")
        return try client.receiveToEnd()
    }

    @Test("processes of a script share a listener, and each that is killed is replaced", .needs(program: "python3"))
    func script() throws {
        let daemon = try ShippedProgram.start("count")
        let address = try daemon.address("count")
        let first = daemon.workers
        #expect(first.count == 4)
        for worker in first {
            kill(worker, SIGKILL)
            _ = try daemon.log.wait(containing: "count: worker \(worker) was killed by signal KILL and is replaced")
            #expect(try TestClient(address).receiveToEnd().hasPrefix("You are number "))
        }
        try eventually("four others") { daemon.workers.count == 4 && Set(first).isDisjoint(with: daemon.workers) }
        var seen: Set<Substring> = []
        try eventually("an answer from two of them") {
            let words = try TestClient(address).receiveToEnd().split(separator: " ")
            seen.insert(words.last ?? "")
            return seen.count >= 2
        }
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.texts.last?.hasSuffix("stopped after 8 workers started, 4 died") == true)
    }

    @Test("a stop under load loses nobody whom a script had, or who was in its queue", .needs(program: "python3"))
    func stop() throws {
        // The example, but one process, so that clients wait, and the same answer for everybody.
        let folder = try TemporaryFolder()
        let text = String(
            decoding: try FileContents.read("\(ShippedProgram.folder)/count.py", limit: 1 << 16), as: UTF8.self)
        let script = text.replacing(/f"You are .*\\n"/, with: "\"Hello\\n\"")
        let path = try folder.write("count.py", bytes: Array(script.utf8), mode: 0o755)
        let daemon = try ShippedProgram.start(
            "count", [("\(ShippedProgram.folder)/count.py", path), ("min = 4", "min = 1")])
        let load = Load(try daemon.address("count"), expecting: "Hello\n", connections: 1_000_000, concurrency: 8)
        try load.waitUntilBegun(500)
        #expect(try daemon.stop() == .exited(0))
        let tally = load.stop()
        #expect(tally.served > 400)
        #expect(tally.reset + tally.short + tally.wrong + tally.late + tally.failed == 0, "\(tally)")
    }

    @Test("gunicorn, twice on two listeners: ready when it says so, replaced when it dies", .needs(program: "gunicorn"))
    func gunicorn() throws {
        let daemon = try ShippedProgram.start("gunicorn")
        let arbiters = daemon.workers
        #expect(arbiters.count == 2)
        let answer = try get(daemon.address("gunicorn"))
        #expect(answer.contains(" 200 OK\r\n") && answer.hasSuffix("\r\n\r\nHello from gunicorn\n"))
        let killed = try #require(arbiters.first)
        var children: [pid_t] = []
        // It says that it is ready before it starts them.
        try eventually("its own workers") {
            children = ProcessFacts.children(of: killed)
            return !children.isEmpty
        }
        kill(killed, SIGKILL)
        try eventually("the end of its processes") { children.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        try eventually("two again") { daemon.workers.count == 2 && !daemon.workers.contains(killed) }
        #expect(try get(daemon.address("gunicorn")).hasSuffix("Hello from gunicorn\n"))
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "Traceback") == 0)
    }

    @Test("systemd-socket-proxyd, three times over one listener", .needs(program: socketProxy))
    func proxy() throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonProcess(
            """
            [service.echo]
            listen = "unix:\(folder.path("echo"))"
            handler = "echo"
            [service.proxy]
            listen = "127.0.0.1:0"
            handler = "acceptor"
            command = ["\(socketProxy)", "\(folder.path("echo"))"]
            workers.min = 3
            """)
        let address = try daemon.address("proxy")
        for round in 0..<20 {
            let client = try TestClient(address)
            #expect(try client.exchange("round \(round)") == "round \(round)")
        }
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: " error ") == 0)
    }
}

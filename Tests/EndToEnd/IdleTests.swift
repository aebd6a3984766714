import LinuxSystem
import Testing

@Suite("An idle daemon", .daemonLogs)
struct IdleTests {
    private static let configuration = """
        [service.fixed]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 2 }
        [service.elastic]
        listen = ["127.0.0.1:0", "127.0.0.2:0"]
        handler = "echo"
        workers = { min = 2, max = 16, idle-timeout = "500ms" }
        [service.lazy]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 0, max = 2 }
        """

    @Test("makes no system call for 10 s: no process of it is scheduled once, neither after its start nor after work")
    func noWakeUps() throws {
        let fresh = try DaemonProcess(Self.configuration)
        let used = try DaemonProcess(Self.configuration)
        let clients = try (0..<10).map { _ in try TestClient(used.address("elastic")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        for client in clients { client.close() }
        try eventually("the minimum again") { used.workers.count == 4 }
        // A process that makes a system call has been given a processor, and that is counted.
        let processes = [fresh.pid, used.pid] + fresh.workers + used.workers
        #expect(processes.count == 10)
        let count = { processes.map { ProcessFacts(pid: $0).contextSwitches } }
        // The last words of the start are over, and a status that was held back for a second.
        try ProcessFacts.waitUntilQuiet(processes, for: .milliseconds(1_200))
        let before = count()
        pause(.seconds(10))
        #expect(count() == before)
        #expect(fresh.workers + used.workers == Array(processes.dropFirst(2)))
        #expect(try TestClient(fresh.address("elastic")).exchange("awake") == "awake")
        #expect(try TestClient(used.address("lazy")).exchange("awake") == "awake")
    }
}

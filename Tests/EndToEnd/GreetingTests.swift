import Glibc
import LinuxSystem
import Testing

@Suite("Greeting", .daemonLogs, .serialized)
struct GreetingTests {
    private static let smile = "Smile from the server\n"
    private static let configuration = """
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "Smile from the server\\n"

        """

    @Test("a client is sent exactly the message and end-of-file")
    func exact() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let client = try TestClient(daemon.address("smile"))
        #expect(try client.receiveToEnd() == Self.smile)
    }

    @Test("a client whose words wait already when it is accepted is sent the same, and no reset overtakes it")
    func talkative() throws {
        let daemon = try DaemonProcess(Self.configuration + "workers = { min = 1, max = 1 }\n")
        let address = try daemon.address("smile")
        let worker = try #require(daemon.workers.first)
        for _ in 0..<20 {
            kill(worker, SIGSTOP)
            let client = try TestClient(address)
            try client.send("GET / HTTP/1.0\r\n\r\n")
            kill(worker, SIGCONT)
            #expect(try client.receiveToEnd() == Self.smile)
        }
        #expect(daemon.workers == [worker])
    }

    @Test("10 000 connections one after the other: none refused, reset, short, wrong or late")
    func sequential() throws {
        try load(connections: 10_000, concurrency: 1)
    }

    @Test("100 000 connections, 16 at a time: none refused, reset, short, wrong or late")
    func concurrent() throws {
        try load(connections: 100_000, concurrency: 16)
    }

    private func load(connections: Int, concurrency: Int) throws {
        let daemon = try DaemonProcess(Self.configuration)
        let start = MonotonicClock.now()
        let tally = Load.run(
            try daemon.address("smile"), expecting: Self.smile, connections: connections, concurrency: concurrency)
        print("\(connections) connections, \(concurrency) at a time: \(MonotonicClock.now() - start)")
        #expect(tally == Tally(served: connections))
        #expect(try daemon.stop() == .exited(0))
        let last = try #require(daemon.log.texts.last)
        #expect(last.contains("stopped after \(connections) connections (\(connections) served, 0 failed, 0 crashed)"))
    }
}

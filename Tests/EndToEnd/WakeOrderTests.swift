import Glibc
import LinuxSystem
import Prefork
import Testing

@Suite("Waking", .daemonLogs, .serialized)
struct WakeOrderTests {
    private static let one = "\"127.0.0.1:0\""
    private static let two = "[\"127.0.0.1:0\", \"127.0.0.2:0\"]"

    private func daemon(_ wake: String, _ listen: String, workers: Int = 32) throws -> DaemonProcess {
        let daemon = try DaemonProcess(
            """
            [service.smile]
            listen = \(listen)
            handler = "greeting"
            message = "Smile\\n"
            workers = { min = \(workers), max = \(workers), wake = "\(wake)" }
            [service.echo]
            listen = \(listen)
            handler = "echo"
            workers = { min = \(workers), max = \(workers), wake = "\(wake)" }
            """)
        try ProcessFacts.waitUntilQuiet(daemon.workers, for: .milliseconds(100))
        return daemon
    }

    private func workers(of daemon: DaemonProcess, _ service: String) -> [pid_t] {
        daemon.workers.filter { ProcessFacts(pid: $0).title.hasSuffix("worker \(service)") }
    }

    /// How many workers have woken up during `body`, to serve or for their turn.
    private func awake(_ workers: [pid_t], during body: () throws -> Void) rethrows -> Int {
        let before = workers.map { ProcessFacts(pid: $0).contextSwitches }
        try body()
        return zip(workers, before).count { ProcessFacts(pid: $0).contextSwitches > $1 }
    }

    private func serve(_ daemon: DaemonProcess, _ listen: String, _ count: Int) throws {
        for number in 1...(listen == Self.one ? 1 : 2) {
            let address = try daemon.address("smile", number: number)
            #expect(Load.run(address, expecting: "Smile\n", connections: count) == Tally(served: count))
        }
    }

    @Test("lifo: a few workers serve clients who come one after the other, the others sleep", arguments: [one, two])
    func concentrates(listen: String) throws {
        let daemon = try daemon("lifo", listen)
        let workers = workers(of: daemon, "smile")
        let awake = try awake(workers) { try serve(daemon, listen, 800) }
        #expect(awake <= workers.count / 2, "\(awake) of \(workers.count) woke up")
    }

    @Test("fifo: every worker serves its part of them", arguments: [one, two])
    func spreads(listen: String) throws {
        let daemon = try daemon("fifo", listen)
        let workers = workers(of: daemon, "smile")
        let awake = try awake(workers) { try serve(daemon, listen, 1_600) }
        #expect(awake == workers.count)
    }

    @Test("a burst of clients who stay wakes all it needs", arguments: WakeOrder.allCases, [one, two])
    func burst(order: WakeOrder, listen: String) throws {
        let daemon = try daemon(order.rawValue, listen)
        let start = MonotonicClock.now()
        let clients = try (0..<32).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        print("32 clients were served at the same time after \(MonotonicClock.now() - start)")
    }

    @Test("a parked worker that is asked to retire does so at once, without being woken for a client")
    func retires() throws {
        let daemon = try daemon("lifo", Self.one)
        let before = workers(of: daemon, "echo")
        for worker in before { kill(worker, SIGTERM) }
        try eventually("the end of all of them") { Set(workers(of: daemon, "echo")).isDisjoint(with: before) }
        try eventually("their successors") { workers(of: daemon, "echo").count == before.count }
        #expect(try TestClient(daemon.address("echo")).exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("deaths and retirements of workers that wait, armed or parked, cost no connection", arguments: [one, two])
    func disturbed(listen: String) throws {
        for order in WakeOrder.allCases {
            let daemon = try daemon(order.rawValue, listen, workers: 8)
            let address = try daemon.address("echo")
            for round in 0..<20 {
                let workers = workers(of: daemon, "echo")
                for worker in workers.shuffled().prefix(4) { kill(worker, round % 2 == 0 ? SIGKILL : SIGTERM) }
                // Those that were killed had nothing in hand; whoever is connected now is served by another one.
                try eventually("their ends") { Set(workers).subtracting(daemon.workers).count == min(4, workers.count) }
                let client = try TestClient(address)
                #expect(try client.exchange("hello") == "hello")
                client.close()
            }
            #expect(try daemon.stop() == .exited(0))
        }
    }

    @Test("one worker that is stopped keeps nobody waiting", arguments: [one, two])
    func stopped(listen: String) throws {
        let daemon = try daemon("lifo", listen, workers: 8)
        for worker in workers(of: daemon, "echo") {
            kill(worker, SIGSTOP)
            // Until then it may still take a connection, and keep that one waiting.
            try eventually("a stop") { ProcessFacts(pid: worker).isStopped }
            let clients = try (0..<5).map { _ in try TestClient(daemon.address("echo")) }
            for client in clients { #expect(try client.exchange("hello") == "hello") }
            kill(worker, SIGCONT)
            for client in clients { client.close() }
            try ProcessFacts.waitUntilQuiet(workers(of: daemon, "echo"), for: .milliseconds(20))
        }
    }
}

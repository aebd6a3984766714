import Control
import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("What is told of connections over time", .daemonLogs)
struct DurationTests {
    private static func configuration(accounting: String = "off") -> String {
        """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 4 }
        accounting = "\(accounting)"
        [service.metrics]
        listen = "127.0.0.1:0"
        handler = "metrics"
        [service.program]
        listen = "127.0.0.1:0"
        handler = "acceptor"
        command = ["/bin/sleep", "1000"]
        workers.min = 1
        """
    }

    private static let hold = Duration.milliseconds(300)
    private static let name = "preforkd_connection_duration_seconds"

    private let controlled: ControlledDaemon
    private var daemon: DaemonProcess { controlled.daemon }

    init() throws {
        controlled = try ControlledDaemon(Self.configuration())
    }

    private func echo() throws -> ServiceStatus {
        try #require(try controlled.status().services.first { $0.name == "echo" })
    }

    /// Connections that take no less than a while, and end all, the first with an error.
    private func serve(_ count: Int) throws {
        let before = try echo()
        let clients = try (0..<count).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        pause(Self.hold)
        clients[0].reset()
        for client in clients.dropFirst() { client.close() }
        try eventually("\(count) more that have ended") {
            let now = try echo()
            return now.failed == before.failed + 1 && now.served == before.served + count - 1
        }
    }

    @Test("each connection is in the histogram once, over a death, a reload and an upgrade")
    func histogram() throws {
        let start = MonotonicClock.now()
        #expect(try echo().durationP50 == nil && echo().durations.allSatisfy { $0.count == 0 })
        try serve(3)
        let victim = try TestClient(daemon.address("echo"))
        #expect(try victim.exchange("hello") == "hello")
        let workers = try controlled.records(.workers(service: "echo"), WorkerStatus.self)
        kill(pid_t(try #require(workers.first { $0.state == "busy" }).pid), SIGKILL)
        try eventually("a crash that is counted") { try echo().crashed == 1 }
        try serve(2)
        _ = try daemon.folder.write(
            "preforkd.toml", "[daemon]\ncontrol = \"\(controlled.socket)\"\n" + Self.configuration(accounting: "errors")
        )
        let reload = try controlled.ask("reload")
        #expect(reload.status == .exited(0), "\(reload)")
        try serve(2)
        let upgrade = try controlled.ask("upgrade")
        #expect(upgrade.status == .exited(0), "\(upgrade)")
        try serve(4)
        let service = try echo()
        let elapsed = Double((MonotonicClock.now() - start).wholeMicroseconds) / 1e6

        // An end is in the slot before it is in the class, and who sees the first may not yet see the second.
        try eventually("everybody in a class") { try echo().durations.suffix(2).map(\.count) == [11, 11] }
        #expect(service.served + service.failed == 11 && service.accepted == 12)
        let counts = try echo().durations.map(\.count)
        #expect(counts == counts.sorted())
        #expect(try #require(echo().durations.first { $0.bound == 0.25 }).count == 0)
        #expect(service.history.count == 60 && service.historyStep == 5)
        #expect(service.history.reduce(0, +) == 12 || elapsed > 290)
        let (half, most) = (try #require(try echo().durationP50), try #require(try echo().durationP99))
        #expect(half >= 0.25 && most >= half)
        // In the class of the longest that there can have been, at most.
        #expect(most <= (service.durations.compactMap(\.bound).first { $0 >= elapsed } ?? .infinity))

        let text = try Exposition(try WebAnswer.get("/metrics", from: daemon.address("metrics")).body)
        #expect(text["\(Self.name)_count", ["service": "echo"]] == 11)
        #expect(text["\(Self.name)_bucket", ["service": "echo", "le": "+Inf"]] == 11)
        #expect(text["\(Self.name)_bucket", ["service": "echo", "le": "0.25"]] == 0)
        #expect(try #require(text["\(Self.name)_sum", ["service": "echo"]]) >= 11 * 0.3)
        #expect(text["\(Self.name)_count", ["service": "program"]] == nil)
    }

    @Test("status says it in words, and where nobody sees the connections there is nothing to say")
    func words() throws {
        try serve(1)
        let status = try controlled.ask("status")
        let line = /\n  duration +p50 [\d.]+ m?s, p99 [\d.]+ m?s, in the last minute\n/
        #expect(status.output.contains(line), "\(status)")
        #expect(status.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let program = try #require(try controlled.status().services.first { $0.name == "program" })
        #expect(program.durationP50 == nil && program.durationP99 == nil)
        #expect(program.history.isEmpty && program.historyStep == 5 && program.durations.isEmpty)
    }

    @Test("the longest queue of each listener is kept, and that of others is theirs")
    func queuePeaks() throws {
        let controlled = try ControlledDaemon(
            """
            [service.echo]
            listen = ["127.0.0.1:0", "127.0.0.2:0"]
            handler = "echo"
            workers = { min = 1, max = 1, spare = 0 }
            """)
        let second = try controlled.daemon.address("echo", number: 2)
        let address = second.description
        let clients = try (0..<4).map { _ in try TestClient(second) }
        try eventually("three who wait") {
            try controlled.status().services[0].listeners.contains { $0.queue == 3 && $0.queuePeak == 3 }
        }
        for client in clients { client.close() }
        try eventually("nobody who waits") {
            try controlled.status().services[0].listeners.allSatisfy { $0.queue == 0 }
        }
        let service = try controlled.status().services[0]
        #expect(service.listeners.map { $0.address == address ? 3 : 0 } == service.listeners.map(\.queuePeak))
        #expect(service.queuePeak == 3)
        #expect(try controlled.ask("status").output.contains("\(address) (0 waiting, peak 3)"))
    }
}

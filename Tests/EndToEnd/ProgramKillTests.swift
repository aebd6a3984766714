import Glibc
import LinuxSystem
import Testing

@Suite("The programs of workers that are killed", .daemonLogs)
struct ProgramKillTests {
    /// For so long no other program of this machine sleeps.
    private let time = "1000.\(getpid())"

    private func sleepers() throws -> Set<pid_t> {
        let numbers = try FileContents.names(in: "/proc").compactMap { pid_t($0) }
        return Set(numbers.filter { ProcessFacts(pid: $0).title == "/bin/sleep \(time)" })
    }

    @Test("end with them, at whatever moment of a start that is, thousands of times")
    func anyMoment() throws {
        let daemon = try DaemonProcess(
            """
            [daemon]
            drain-timeout = "100ms"
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/sleep", "\(time)"]
            accounting = "off"
            workers = { min = 8, max = 8 }
            """)
        let load = Load(try daemon.address("program"), expecting: "", connections: .max, concurrency: 8)
        var random = SystemRandomNumberGenerator()
        var killed: Set<pid_t> = []
        let deadline = MonotonicClock.now() + .seconds(60)
        while killed.count < 2_000, MonotonicClock.now() < deadline {
            // Those that have a child are starting a program or have started it.
            for worker in daemon.workers where !ProcessFacts.children(of: worker).isEmpty {
                if Bool.random(using: &random) { usleep(.random(in: 0...300, using: &random)) }
                kill(worker, SIGKILL)
                killed.insert(worker)
            }
        }
        #expect(killed.count >= 100)
        try eventually("no program but the workers'") {
            let children = daemon.workers.flatMap { ProcessFacts.children(of: $0) }
            return try sleepers().isSubset(of: children)
        }
        daemon.child.send(SIGTERM)
        #expect(load.stop().total >= killed.count)
        #expect(try daemon.waitForEnd() == .exited(0))
        try eventually("no program") { try sleepers().isEmpty }
    }

    @Test("end with them while what a program has left behind has its grace")
    func grace() throws {
        let daemon = try DaemonProcess(
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/sh", "-c", "trap '' TERM; sleep \(time) & echo $!; exit 0"]
            workers = { min = 1, max = 1 }
            """)
        let client = try TestClient(daemon.address("program"))
        let left = try #require(pid_t(client.receive().dropLast()))
        let worker = try #require(daemon.workers.first)
        // The program has ended and is buried, and what it left is the worker's own.
        try eventually("an adopted child") { ProcessFacts.children(of: worker) == [left] }
        kill(worker, SIGKILL)
        try eventually("the end of \(left)") { !ProcessFacts(pid: left).isAlive }
    }
}

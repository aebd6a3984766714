import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("A service whose starts fail", .daemonLogs)
struct FailingServiceTests {
    @Test("is throttled and named, costs the other service nothing, and recovers by itself when it is mended")
    func recovers() throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonSetup.slowStart(in: folder, startTime: .zero, timeout: .seconds(5)).start()
        let fast = try SocketAddress(unixPath: folder.path("fast.sock"))
        let slow = try SocketAddress(unixPath: folder.path("slow.sock"))
        #expect(try TestClient(slow).receiveToEnd() == "started\n")

        let load = Load(fast, expecting: "started\n", connections: 1_000_000)
        let breaker = try folder.write("broken", "")
        let others = daemon.workers.filter { ProcessFacts(pid: $0).title == "preforkd: worker fast" }
        for worker in daemon.workers where !others.contains(worker) { kill(worker, SIGKILL) }
        let held = try daemon.log.wait(containing: "slow: workers fail to start (3 in a row)")
        #expect(held.text.contains(/the next is tried in 4(\.[0-3]\d*)? s/), "\(held.text)")
        _ = try daemon.notifications.wait(containing: "STATUS=slow FAILING (")
        let attempts = daemon.log.count(containing: "slow: a worker can't go on: Broken()")
        #expect(attempts <= 5, "one at a time, but for those that were started together")
        // A client of the failing service waits in the queue meanwhile.
        let patient = try TestClient(slow)

        unlink(breaker)
        #expect(try patient.receiveToEnd() == "started\n")
        try eventually("a status without it") { daemon.notifications.texts.last?.hasPrefix("STATUS=Workers") ?? false }
        let tally = load.stop()
        #expect(tally.served > 100)
        #expect(tally.lost == 0, "\(tally)")
        #expect(Set(others).isSubset(of: daemon.workers), "the other service kept its workers")
        #expect(try daemon.stop() == .exited(0))
    }
}

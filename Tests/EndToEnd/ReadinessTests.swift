import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Readiness", .daemonLogs)
struct ReadinessTests {
    @Test("is told once every service has its minimum ready: a start that takes 2 s longer delays it by 2 s")
    func slowStart() throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonSetup.slowStart(in: folder, startTime: .seconds(2), timeout: .seconds(10)).start()
        let ready = try daemon.notifications.wait(containing: "READY=1")
        let delay = ready.time - daemon.spawned
        #expect(delay >= .seconds(2) && delay < .seconds(10), "\(delay)")
        // The log comes by another way than the notification.
        _ = try daemon.log.wait(containing: "ready: slow, fast")
        // In the daemon's own words: both workers of both services came before, the fast ones long before.
        let log = daemon.log.texts
        let fast = try #require(log.firstIndex { $0.contains("fast: ready with 2 workers") })
        let slow = try #require(log.firstIndex { $0.contains("slow: ready with 2 workers") })
        let all = try #require(log.firstIndex { $0.contains("ready: slow, fast") })
        #expect(fast < slow && slow < all)
        #expect(try TestClient(SocketAddress(unixPath: folder.path("slow.sock"))).receiveToEnd() == "started\n")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("waits for nobody else: a service that is ready serves while another starts")
    func servesEarly() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup.slowStart(in: folder, startTime: .seconds(60), timeout: .seconds(100))
        setup.waitsUntilReady = false
        let daemon = try setup.start()
        _ = try daemon.log.wait(containing: "fast: ready with 2 workers")
        #expect(try TestClient(SocketAddress(unixPath: folder.path("fast.sock"))).receiveToEnd() == "started\n")
        #expect(daemon.notifications.count(containing: "READY=1") == 0)
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("never comes where starts fail: they are throttled, and the status names the service")
    func failingStart() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup.slowStart(in: folder, startTime: .seconds(60), timeout: .milliseconds(200))
        setup.waitsUntilReady = false
        let daemon = try setup.start()
        _ = try daemon.log.wait(containing: "was not ready after", number: 2)
        let first = try daemon.log.wait(containing: "slow: workers fail to start (1 in a row)").text
        let second = try daemon.log.wait(containing: "slow: workers fail to start (2 in a row)").text
        // Up to a tenth more than 1 s and 2 s, and sometimes exactly those.
        #expect(first.contains(/the next is tried in 1(\.0\d*)? s/), "\(first)")
        #expect(second.contains(/the next is tried in 2(\.[01]\d*)? s/), "\(second)")
        _ = try daemon.notifications.wait(containing: "STATUS=slow FAILING (2 failed starts in a row); Starting: ")
        #expect(daemon.notifications.count(containing: "READY=1") == 0)
        #expect(try daemon.stop() == .exited(0))
    }
}

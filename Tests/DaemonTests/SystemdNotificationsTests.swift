import Systemd
import Testing

@testable import Daemon

@Suite("What the service manager is told, and when")
struct SystemdNotificationsTests {
    /// A service manager that reads while `isListening`.
    private final class Manager {
        var isListening = true
        var told: [Notifier.Assignment] = []

        func hear(_ assignments: [Notifier.Assignment]) -> Bool {
            if isListening { told += assignments }
            return isListening
        }
    }

    private let manager = Manager()
    private let more = Notifier.Assignment.extendTimeout(.seconds(15))

    private func notifications() -> SystemdNotifications {
        SystemdNotifications { [manager] in manager.hear($0) }
    }

    private func update(_ notifications: inout SystemdNotifications, at now: Duration, isNews: Bool = false) {
        notifications.update(now: now, isNews: isNews) { "so it is" }
    }

    @Test("a reload has all the time that it takes, in pieces, until it has ended")
    func longReload() {
        var notifications = notifications()
        notifications.reloading("Reloading", now: .seconds(100))
        #expect(manager.told == [.reloading, more, .status("Reloading")])
        for time in [105, 110, 115] {
            #expect(notifications.deadline == .seconds(time))
            manager.told = []
            update(&notifications, at: .seconds(time))
            #expect(manager.told == [more])
        }
        notifications.ready("Ready", now: .seconds(116))
        #expect(notifications.deadline == nil)
    }

    @Test("what an earlier program of this process has begun goes on to have time")
    func handedReload() {
        var notifications = notifications()
        notifications.reloadGoesOn(now: .seconds(100))
        update(&notifications, at: .seconds(100))
        #expect(manager.told == [more])
        #expect(notifications.deadline == .seconds(105))
    }

    @Test("while it does not read, it is tried again ten times a second, and no more for a status that is old")
    func deaf() {
        var notifications = notifications()
        manager.isListening = false
        notifications.ready("Ready", now: .seconds(100))
        update(&notifications, at: .seconds(100), isNews: true)
        for tenth in 1...30 {
            let time = Duration.seconds(100) + .milliseconds(tenth * 100)
            #expect(notifications.deadline == time)
            update(&notifications, at: time)
        }
        manager.isListening = true
        update(&notifications, at: .seconds(104))
        #expect(manager.told == [.ready, .status("Ready")])
        #expect(notifications.deadline == .seconds(105))
        update(&notifications, at: .seconds(105))
        #expect(manager.told.last == .status("so it is"))
        #expect(notifications.deadline == nil)
    }
}

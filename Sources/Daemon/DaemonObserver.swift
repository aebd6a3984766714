internal import LinuxSystem
internal import Prefork

/// Listens to the supervisor for the world outside: the log and the service manager.
final class DaemonObserver: SupervisorObserver {
    private var events: EventLog
    private var notifications = SystemdNotifications()
    private var pools: [PoolSummary] = []
    private var isReadyUntold = false
    private var isStopping = false

    init(_ events: EventLog) {
        self.events = events
    }

    func observe(_ event: SupervisorEvent) {
        let now = MonotonicClock.now()
        events.write(event, now: now)
        switch event {
        // Told at the end of the turn, with the pools as they are then.
        case .ready: isReadyUntold = true
        case .stopping:
            isStopping = true
            notifications.stopping("Stopping", now: now)
        default: break
        }
    }

    func turnEnded(now: Duration, pools: [PoolSummary]) {
        self.pools = pools
        if isReadyUntold && !isStopping { notifications.ready(status, now: now) }
        isReadyUntold = false
        notifications.update(status, now: now)
    }

    var deadline: Duration? { notifications.deadline }

    private var status: String {
        let line = StatusLine(pools: pools).description
        return isStopping ? "Stopping; \(line)" : line
    }
}

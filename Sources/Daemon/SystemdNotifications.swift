internal import Prefork
internal import Systemd

/// What the service manager is told: readiness, one line of status at most once a second, signs of life.
struct SystemdNotifications {
    private let watchdogPeriod: Duration?
    private var nextWatchdog: Duration?
    private var status = ""
    private var sentStatus = ""
    private var nextStatus = Duration.zero

    private static let statusInterval = Duration.seconds(1)

    init() {
        // Half of what is allowed, as sd_watchdog_enabled(3) advises. Nonsense in the variable is no reason to die.
        watchdogPeriod = Notifier.isAvailable ? (try? Notifier.watchdogInterval).flatMap { $0 }.map { $0 / 2 } : nil
        nextWatchdog = watchdogPeriod.map { _ in .zero }
    }

    /// Workers and programs can't speak for the service.
    static func leaveToSupervisor() {
        Notifier.forgetEnvironment()
    }

    mutating func ready(_ status: String, now: Duration) {
        tell([.ready, .status(status)])
        remember(status, now)
    }

    mutating func stopping(_ status: String, now: Duration) {
        tell([.stopping, .status(status)])
        remember(status, now)
    }

    /// What is due now.
    mutating func update(_ status: String, now: Duration) {
        self.status = status
        if let due = nextWatchdog, let watchdogPeriod, now >= due {
            tell([.watchdog])
            nextWatchdog = now + watchdogPeriod
        }
        if status != sentStatus && now >= nextStatus {
            tell([.status(status)])
            remember(status, now)
        }
    }

    var deadline: Duration? {
        let status = status != sentStatus ? nextStatus : nil
        return [status, nextWatchdog].compactMap(\.self).min()
    }

    private mutating func remember(_ status: String, _ now: Duration) {
        self.status = status
        sentStatus = status
        nextStatus = now + Self.statusInterval
    }

    /// A service manager that is gone is no reason to stop serving.
    private func tell(_ assignments: [Notifier.Assignment]) {
        _ = try? Notifier.send(assignments)
    }
}

internal import Prefork
internal import SystemPackage
internal import Systemd

/// What the service manager is told: readiness, signs of life, and one line of status at most once a second, which is no
/// older than the last sign of life.
struct SystemdNotifications {
    private let watchdogPeriod: Duration?
    private var nextWatchdog: Duration?
    private var sentStatus = ""
    /// Whether the status may be another than the one that was sent.
    private var isStatusOld = false
    private var nextStatus = Duration.zero
    /// What must not be lost and could not be sent yet.
    private var owed: [Notifier.Assignment] = []
    private var owedStatus = ""
    private var nextTry = Duration.zero
    /// While a drain goes on.
    private var nextExtension: Duration?

    private static let statusInterval = Duration.seconds(1)
    private static let retryInterval = Duration.milliseconds(100)
    private static let extensionInterval = Duration.seconds(5)
    /// Three times as long, for one may be lost, and beyond what a machine under load may be late.
    private static let extensionTime = Duration.seconds(15)

    init() {
        // Half of what is allowed, as sd_watchdog_enabled(3) advises. Nonsense in the variable is no reason to die.
        watchdogPeriod = Notifier.isAvailable ? (try? Notifier.watchdogInterval).flatMap { $0 }.map { $0 / 2 } : nil
        nextWatchdog = watchdogPeriod.map { _ in .zero }
    }

    /// Workers and programs can't speak for the service.
    static func leaveToSupervisor() {
        Notifier.forgetEnvironment()
    }

    /// Asks for as much time as the first workers may take, which may be more than TimeoutStartSec=.
    mutating func starting(within time: Duration) {
        _ = tell([.extendTimeout(time + Self.extensionTime)])
    }

    mutating func reloading(_ status: String, now: Duration) {
        owe([.reloading], status, now)
    }

    mutating func ready(_ status: String, now: Duration) {
        owe([.ready], status, now)
    }

    /// Asks for time again and again until `drainEnded`: TimeoutStopSec= is for a supervisor that hangs, and a drain has a
    /// limit of its own.
    mutating func stopping(_ status: String, now: Duration) {
        owe([.stopping, .extendTimeout(Self.extensionTime)], status, now)
        nextExtension = now + Self.extensionInterval
    }

    mutating func drainEnded() {
        nextExtension = nil
    }

    /// What is due now.
    /// - Parameter isNews: whether the status may have changed; only then, and not more often than it is sent, it is made.
    mutating func update(now: Duration, isNews: Bool, status: () -> String) {
        pay(now)
        if let due = nextWatchdog, let watchdogPeriod, now >= due {
            _ = tell([.watchdog])
            // Workers take and end connections without a word to us.
            isStatusOld = true
            nextWatchdog = now + watchdogPeriod
        }
        if let due = nextExtension, now >= due {
            _ = tell([.extendTimeout(Self.extensionTime)])
            nextExtension = now + Self.extensionInterval
        }
        if isNews { isStatusOld = true }
        guard owed.isEmpty, isStatusOld, now >= nextStatus else { return }
        nextStatus = now + Self.statusInterval
        let line = status()
        isStatusOld = line != sentStatus && !tell([.status(line)])
        if !isStatusOld { sentStatus = line }
    }

    var deadline: Duration? {
        let status = isStatusOld ? nextStatus : nil
        let retry = owed.isEmpty ? nil : nextTry
        return [retry, status, nextWatchdog, nextExtension].compactMap(\.self).min()
    }

    private mutating func owe(_ assignments: [Notifier.Assignment], _ status: String, _ now: Duration) {
        owed = assignments + [.status(status)]
        owedStatus = status
        nextTry = now
        pay(now)
    }

    private mutating func pay(_ now: Duration) {
        guard !owed.isEmpty, now >= nextTry else { return }
        nextTry = now + Self.retryInterval
        guard tell(owed) else { return }
        owed = []
        sentStatus = owedStatus
        nextStatus = now + Self.statusInterval
    }

    /// Whether nothing is left to say: a service manager that does not read may do so later, one that is gone never.
    private func tell(_ assignments: [Notifier.Assignment]) -> Bool {
        do {
            try Notifier.send(assignments)
            return true
        } catch {
            return error != .resourceTemporarilyUnavailable
        }
    }
}

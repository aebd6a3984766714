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
    /// While a reload, an upgrade or a drain goes on: the service manager's limits are for a supervisor that hangs, and each
    /// of those has a limit of its own.
    private var nextExtension: Duration?
    private let send: ([Notifier.Assignment]) -> Bool

    private static let statusInterval = Duration.seconds(1)
    private static let retryInterval = Duration.milliseconds(100)
    private static let extensionInterval = Duration.seconds(5)
    /// Three times as long, for one may be lost, and beyond what a machine under load may be late.
    private static let extensionTime = Duration.seconds(15)

    /// - Parameter send: whether nothing is left to say of it.
    init(send: @escaping ([Notifier.Assignment]) -> Bool = Self.send) {
        self.send = send
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
        _ = send([.extendTimeout(time + Self.extensionTime)])
    }

    /// Asks for time again and again until `ready`.
    mutating func reloading(_ status: String, now: Duration) {
        owe([.reloading, .extendTimeout(Self.extensionTime)], status, now)
        nextExtension = now + Self.extensionInterval
    }

    /// An earlier program of this process has told of it.
    mutating func reloadGoesOn(now: Duration) {
        nextExtension = now
    }

    mutating func ready(_ status: String, now: Duration) {
        owe([.ready], status, now)
        nextExtension = nil
    }

    /// Asks for time again and again until `drainEnded`.
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
            _ = send([.watchdog])
            // Workers take and end connections without a word to us.
            isStatusOld = true
            nextWatchdog = now + watchdogPeriod
        }
        if let due = nextExtension, now >= due {
            _ = send([.extendTimeout(Self.extensionTime)])
            nextExtension = now + Self.extensionInterval
        }
        if isNews { isStatusOld = true }
        guard owed.isEmpty, isStatusOld, now >= nextStatus else { return }
        nextStatus = now + Self.statusInterval
        let line = status()
        isStatusOld = line != sentStatus && !send([.status(line)])
        if !isStatusOld { sentStatus = line }
    }

    var deadline: Duration? {
        // Nothing else is said before what is owed, and a deadline that nobody keeps would have the loop run on and on.
        let next = owed.isEmpty ? (isStatusOld ? nextStatus : nil) : nextTry
        return [next, nextWatchdog, nextExtension].compactMap(\.self).min()
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
        guard send(owed) else { return }
        owed = []
        sentStatus = owedStatus
        nextStatus = now + Self.statusInterval
    }

    /// Whether nothing is left to say: a service manager that does not read may do so later, one that is gone never.
    private static func send(_ assignments: [Notifier.Assignment]) -> Bool {
        do {
            try Notifier.send(assignments)
            return true
        } catch {
            return error != .resourceTemporarilyUnavailable
        }
    }
}

internal import LinuxSystem
internal import Prefork

/// Listens to the supervisor for the world outside: the log and the service manager.
final class DaemonObserver: SupervisorObserver {
    private var events: EventLog
    private var notifications = SystemdNotifications()
    private let store: ListenerStore
    private let succession: Succession
    private var control: ControlDispatcher?
    /// Whether it was, as the service manager is told; what becomes of reloads before that is no news to it.
    private var wasReady: Bool
    private var isStopping = false

    init(
        _ events: EventLog, _ store: ListenerStore, _ succession: Succession, _ control: consuming ControlDispatcher?
    ) {
        self.events = events
        self.store = store
        self.succession = succession
        self.control = control
        wasReady = succession.handover?.wasReady ?? false
        if succession.debt.isReloadTold { notifications.reloadGoesOn(now: MonotonicClock.now()) }
    }

    func starting(within time: Duration) {
        notifications.starting(within: time)
    }

    func observe(_ event: SupervisorEvent) {
        let now = MonotonicClock.now()
        events.write(event, now: now)
        control?.observe(event, now: now)
        switch event {
        // Told at the end of the turn, with the pools as they are then.
        case .ready: (wasReady, succession.debt.isReadyOwed) = (true, true)
        case .reloading where wasReady, .upgrading where wasReady:
            // The end of one comes before the begin of the next, which may be in the same turn.
            if succession.debt.isReadyOwed { notifications.ready("Ready", now: now) }
            notifications.reloading(Self.word(event), now: now)
            (succession.debt.isReadyOwed, succession.debt.isReloadTold) = (false, true)
        // READY=1 ends what RELOADING=1 began, whatever came of it.
        case .reloaded, .reloadFailed, .upgradeFailed: endReload()
        case .upgraded, .resumed:
            endReload()
            succession.completed()
        case .stopping:
            isStopping = true
            store.stopping()
            notifications.stopping("Stopping", now: now)
        case .killedAtStop: notifications.drainEnded()
        default: break
        }
    }

    private func endReload() {
        guard succession.debt.isReloadTold else { return }
        (succession.debt.isReadyOwed, succession.debt.isReloadTold) = (true, false)
    }

    func turnEnded(now: Duration, isNews: Bool, pools: PoolOverview) {
        store.pay(now)
        if succession.debt.isReadyOwed && !isStopping { notifications.ready(status(pools), now: now) }
        succession.debt.isReadyOwed = false
        notifications.update(now: now, isNews: isNews) { status(pools) }
        control?.turnEnded(now: now, pools: pools)
    }

    private static func word(_ event: SupervisorEvent) -> String {
        if case .upgrading = event { "Upgrading" } else { "Reloading" }
    }

    private func status(_ pools: PoolOverview) -> String {
        let line = StatusLine(pools).description
        return isStopping ? "Stopping; \(line)" : line
    }

    var deadline: Duration? {
        let control = control?.deadline ?? nil
        return [notifications.deadline, store.deadline, control].compactMap(\.self).min()
    }

    var descriptor: CInt? { control?.descriptor }

    func attend(now: Duration) -> [SupervisorOrder] { control?.attend(now: now) ?? [] }
}

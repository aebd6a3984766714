package import LinuxSystem
package import PoolPolicy

/// What the supervisor tells of its work; who listens turns it into log records and notifications.
package enum SupervisorEvent: Sendable {
    /// A pool got its index, under which workers and decisions speak of it from here on.
    case poolOpened(Int, service: String, WorkerKind)
    case workerSpawned(WorkerID, pid: Int32)
    case workerReady(WorkerID, pid: Int32, took: Duration)
    case workerEnded(WorkerID, pid: Int32, WorkerDeath, WorkerEnd, inHand: InHand?)
    /// A worker wrote to its stderr.
    case workerOutput(WorkerID, pid: Int32, OutputReport)
    /// It did not report ready in time and was killed.
    case startTimedOut(WorkerID, pid: Int32, after: Duration)
    /// A worker did not end in time after it was asked to leave, and was killed.
    case leavingTimedOut(WorkerID, pid: Int32, after: Duration)
    /// It did not, and may have a connection in hand. It is left alone, and nobody waits for its end.
    case leavingInDoubt(WorkerID, pid: Int32, after: Duration)
    case decided(Decision)
    /// The pool has its minimum ready for the first time.
    case serviceReady(pool: Int, workers: Int)
    /// Every pool has: these services.
    case ready([String])
    /// Somebody asked for the counters of each service.
    case reportRequested([ServiceTotals])
    /// A reload was asked for and has begun.
    case reloading
    /// The new configuration holds, and no worker of the old one waits for clients.
    case reloaded(Reloaded)
    /// All is as it was before the reload.
    case reloadFailed(ReloadFailure)
    /// An upgrade was asked for; the new program is being examined.
    case upgrading(to: String)
    /// This is the new program: its workers have taken over from those of the version before.
    case upgraded(from: String, took: Duration)
    /// This program goes on, for the one that came after it, of this version, could not.
    case resumed(after: String)
    /// All is as it was before the upgrade.
    case upgradeFailed(ReloadFailure)
    /// An order that is done at once was carried out; or one was not, and why.
    case orderEnded(SupervisorOrder, OrderFailure?)
    /// A signal without a meaning in this version.
    case signalIgnored(Signal)
    case stopping(workers: Int, timeout: Duration)
    /// Workers were killed because the drain of their service took too long.
    case drainTimedOut(pool: Int, workers: Int)
    /// Workers were killed because the drain took too long or was cut short.
    case killedAtStop(workers: Int, onRequest: Bool)
    /// Everything has ended, with the counters of each service.
    case stopped([ServiceTotals])
}

/// What came of a reload.
package struct Reloaded: Hashable, Sendable {
    /// Services whose workers were replaced.
    package var changed: [String] = []
    package var added: [String] = []
    package var removed: [String] = []
    package var took = Duration.zero
}

/// How the kernel schedules workers that serve by themselves, unless the daemon was given a policy of its own.
public enum WorkerScheduling: String, CaseIterable, Hashable, Sendable {
    /// SCHED_BATCH: a worker that is woken interrupts no process that runs. That suits a handler that answers at once and
    /// waits for no client: what runs is then, as a rule, another worker on its way to the same client, and a connection
    /// takes a quarter less processor time.
    case batch
    /// SCHED_OTHER, as everything else: a worker that is woken may interrupt the process that runs, so that a client that
    /// has just spoken is heard sooner.
    case other
}

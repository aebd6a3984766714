/// How the kernel schedules workers that serve by themselves, unless the daemon was given a policy of its own.
public enum WorkerScheduling: String, CaseIterable, Hashable, Sendable {
    /// SCHED_BATCH: a worker that is woken for a client waits until whoever runs has done, which as a rule is another
    /// worker on its way to the same client. A connection takes a quarter less of processor time.
    case batch
    /// SCHED_OTHER, as everything else: a worker that is woken may interrupt whoever runs.
    case other
}

import PoolPolicy

extension PoolEvent {
    /// The end of a worker that was started after whatever failed before.
    static func ended(_ end: WorkerEnd) -> PoolEvent {
        .ended(end, start: .seconds(1_000_000))
    }
}

extension StartThrottle {
    /// The failure of a start that was made after whatever failed before.
    mutating func failed(at now: Duration) -> Duration? {
        failed(at: now, start: .seconds(1_000_000))
    }
}

/// The bounds that one pool is kept within.
public struct PoolLimits: Hashable, Sendable {
    /// Workers that are there even when nobody connects; 0 lets the first client wake the pool.
    public var min: Int
    /// Workers that are never exceeded, whoever waits. At least 1 and at least `min`.
    public var max: Int
    /// Idle workers to have ahead of demand while somebody is served.
    public var spare: Int
    /// How long a worker may take to report ready before it is ended.
    public var startTimeout: Duration
    /// How long spare workers must have been unneeded before they are retired.
    public var idleTimeout: Duration
    /// Workers that may be missing at once because they are being replaced by new ones. At least 1.
    public var maxUnavailable: Int

    public init(
        min: Int = 4, max: Int = 64, spare: Int = 2,
        startTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(60), maxUnavailable: Int? = nil
    ) {
        precondition(0 <= min && min <= max && max >= 1 && spare >= 0, "0 <= min <= max, max >= 1, spare >= 0")
        self.min = min
        self.max = max
        self.spare = spare
        self.startTimeout = startTimeout
        self.idleTimeout = idleTimeout
        self.maxUnavailable = maxUnavailable ?? WorkerShare.percent(10).count(of: max)
    }

    /// More workers than this in one pool are refused: slots are bounded.
    public static let maximum = 32_768
}

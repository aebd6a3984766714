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

    /// - Parameters:
    ///   - min: 0 to `max`.
    ///   - max: 1 to 32768.
    ///   - spare: 0 or more; above `max` it has no effect.
    ///   - startTimeout: above zero.
    ///   - idleTimeout: above zero.
    ///   - maxUnavailable: 1 to 32768; nil: a tenth of `max`, rounded up.
    /// - Precondition: these bounds; else it traps.
    public init(
        min: Int = 4, max: Int = 64, spare: Int = 2,
        startTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(60), maxUnavailable: Int? = nil
    ) {
        self.min = min
        self.max = max
        self.spare = spare
        self.startTimeout = startTimeout
        self.idleTimeout = idleTimeout
        self.maxUnavailable = maxUnavailable ?? WorkerShare.percent(10).count(of: max)
        check()
    }

    /// More workers than this in one pool are refused: slots are bounded.
    public static let maximum = 32_768
}

extension PoolLimits {
    /// Once more where a pool begins with them, for each of them can be set by itself.
    package func check() {
        precondition((1...Self.maximum).contains(max), "max is 1 to \(Self.maximum)")
        precondition((0...max).contains(min), "min is 0 to max")
        precondition(spare >= 0, "spare is 0 or more")
        precondition(startTimeout > .zero, "startTimeout is above zero")
        precondition(idleTimeout > .zero, "idleTimeout is above zero")
        precondition((1...Self.maximum).contains(maxUnavailable), "maxUnavailable is 1 to \(Self.maximum)")
    }

    /// The places of a fixed pool above its minimum.
    package var replacing: Int { Self.replacing(maxUnavailable) }

    /// For `maxUnavailable` workers that leave and as many that take their places, all at once.
    package static func replacing(_ maxUnavailable: Int) -> Int { 2 * maxUnavailable }
}

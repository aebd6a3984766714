/// When a worker has served long enough and is replaced by a new one; whichever bound comes first.
///
/// Each worker draws its own bounds of connections and age, up to a tenth below these, so that workers that started
/// together do not all go together. How many may go at once is `PoolLimits.maxUnavailable`.
public struct Recycling: Hashable, Sendable {
    /// Connections that a worker serves, at least 1; nil: no bound.
    public var maxConnections: Int?
    /// Time since the worker was forked; nil: no bound.
    public var maxAge: Duration?
    /// Private memory in bytes, looked at between connections and at most once a second; nil: no bound.
    public var maxMemory: Int?

    /// Bounds, none of which there is unless it is named.
    /// - Precondition: `maxConnections` is nil or at least 1.
    public init(maxConnections: Int? = nil, maxAge: Duration? = nil, maxMemory: Int? = nil) {
        precondition(maxConnections ?? 1 >= 1, "a number of connections, or nil for no bound")
        self.maxConnections = maxConnections
        self.maxAge = maxAge
        self.maxMemory = maxMemory
    }

    /// Workers that stay for as long as they are needed.
    public static let never = Recycling()
}

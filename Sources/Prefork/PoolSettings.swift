package import PoolPolicy

/// What the supervisor needs to know of a service.
package struct PoolSettings: Sendable {
    package let name: String
    package let limits: PoolLimits
    package let maxAge: Duration?
    /// nil where the maximum is a number.
    package let size: AutomaticSize?
    /// How long its workers may take to finish, where that is less than all have.
    package let drainTimeout: Duration?

    package init(
        name: String, limits: PoolLimits, maxAge: Duration? = nil, size: AutomaticSize? = nil,
        drainTimeout: Duration? = nil
    ) {
        self.name = name
        self.limits = limits
        self.maxAge = maxAge
        self.size = size
        self.drainTimeout = drainTimeout
    }
}

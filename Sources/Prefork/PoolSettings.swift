package import PoolPolicy

/// What the supervisor needs to know of a service.
package struct PoolSettings: Sendable {
    package let name: String
    package let limits: PoolLimits
    package let maxAge: Duration?
    /// nil where the maximum is a number.
    package let size: AutomaticSize?

    package init(name: String, limits: PoolLimits, maxAge: Duration? = nil, size: AutomaticSize? = nil) {
        self.name = name
        self.limits = limits
        self.maxAge = maxAge
        self.size = size
    }
}

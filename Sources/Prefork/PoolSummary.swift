package import PoolPolicy

/// One pool at the end of a turn.
package struct PoolSummary: Hashable, Sendable {
    package let name: String
    package let census: Census
    package let limits: PoolLimits
    package let wasReady: Bool
    /// Rounds of starts that failed since the last worker became ready.
    package let startFailures: Int
    /// Whether clients wait, and no more workers may be had.
    package let isSaturated: Bool
    /// Whether somebody asked its workers to leave, and nobody that it serve on.
    package let isDraining: Bool
    /// What binds a pool whose maximum is no number.
    package let bindingLimit: BindingLimit?
    /// Whether it keeps its minimum, for nobody sees what its workers do.
    package let isFixed: Bool
}

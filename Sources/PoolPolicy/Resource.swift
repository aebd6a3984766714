/// One thing that workers take a part of: how much there is for all of the daemon, and what is left of it.
package struct Resource: Hashable, Sendable {
    package let limit: BindingLimit
    /// Thousandths of processors, bytes, processes, descriptors or slots.
    package let total: Int
    package let left: Int

    package init(_ limit: BindingLimit, total: Int, left: Int) {
        self.limit = limit
        self.total = min(max(0, total), Self.plenty)
        self.left = min(max(0, left), self.total)
    }

    /// More makes no difference, and could overflow a sum.
    private static let plenty = 1 << 48

    /// Processors are not used up: all workers share them.
    package static func processors(_ limit: BindingLimit, thousandths: Int) -> Resource {
        Resource(limit, total: thousandths, left: thousandths)
    }

    /// Never given to workers, but left for what connections, programs and the supervisor itself take beside them: a
    /// tenth, and not more than makes a difference.
    package var reserve: Int {
        let tenth = (total + 9) / 10
        return switch limit.kind {
        case .memory: min(tenth, 256 << 20)
        case .processes, .descriptors: min(tenth, 64)
        case .processors, .slots: 0
        }
    }
}

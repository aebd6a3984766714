import Glibc
package import SystemPackage

/// A limit of a process, as in getrlimit(2): what holds, and how far it may raise that itself.
package struct ResourceLimit: Hashable, Sendable {
    /// `unlimited` is no limit.
    package let soft: Int
    package let hard: Int

    package static let unlimited = Int.max

    package init(soft: Int, hard: Int) {
        self.soft = soft
        self.hard = hard
    }

    package static func current(_ kind: Kind) throws(Errno) -> ResourceLimit {
        var limits = rlimit()
        try systemCall { getrlimit(kind.number, &limits) }
        return ResourceLimit(soft: Int(clamping: limits.rlim_cur), hard: Int(clamping: limits.rlim_max))
    }

    /// Makes it that of this process and of all that it starts. Only root can raise what is hard.
    package func set(_ kind: Kind) throws(Errno) {
        var limits = rlimit(rlim_cur: Self.kernelValue(soft), rlim_max: Self.kernelValue(hard))
        try systemCall { setrlimit(kind.number, &limits) }
    }

    /// Raises what holds as far as this process may.
    /// - Returns: what it was before, for programs that count on it: select(2) can't take descriptors above 1023.
    @discardableResult
    package static func raise(_ kind: Kind) throws(Errno) -> ResourceLimit {
        let before = try current(kind)
        try ResourceLimit(soft: before.hard, hard: before.hard).set(kind)
        return before
    }

    private static func kernelValue(_ value: Int) -> rlim_t {
        value == unlimited ? rlim_t.max : rlim_t(value)
    }
}

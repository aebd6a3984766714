import Glibc
package import SystemPackage

/// A limit that this process was given: what holds, and how far it may raise that itself.
package struct ResourceLimit: Hashable, Sendable {
    /// `Int.max` is no limit.
    package let soft: Int
    package let hard: Int

    package enum Kind: Sendable {
        case descriptors
        /// Of this process's user, all of them together; the kernel does not apply it to root.
        case processes

        fileprivate var number: __rlimit_resource_t {
            switch self {
            case .descriptors: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            case .processes: __rlimit_resource_t(__RLIMIT_NPROC.rawValue)
            }
        }
    }

    package static func current(_ kind: Kind) throws(Errno) -> ResourceLimit {
        var limits = rlimit()
        try systemCall { getrlimit(kind.number, &limits) }
        return ResourceLimit(soft: Int(clamping: limits.rlim_cur), hard: Int(clamping: limits.rlim_max))
    }

    /// Raises what holds as far as this process may.
    /// - Returns: what it was before, for programs that count on it: select(2) can't take descriptors above 1023.
    @discardableResult
    package static func raise(_ kind: Kind) throws(Errno) -> ResourceLimit {
        var limits = rlimit()
        try systemCall { getrlimit(kind.number, &limits) }
        let before = ResourceLimit(soft: Int(clamping: limits.rlim_cur), hard: Int(clamping: limits.rlim_max))
        limits.rlim_cur = limits.rlim_max
        try systemCall { setrlimit(kind.number, &limits) }
        return before
    }
}

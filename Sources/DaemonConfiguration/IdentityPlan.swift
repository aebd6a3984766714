package import LinuxSystem

/// As whom, where and within which limits the workers of a service run.
package struct IdentityPlan: Hashable, Sendable {
    /// By name or number; nil leaves the daemon's own.
    package var user: String?
    /// By name or number; nil leaves the user's first group, or the daemon's own.
    package var group: String?
    package var chroot: String?
    /// Below `chroot`.
    package var directory: String?
    /// Those that are not to be the daemon's own.
    package var limits: [ResourceLimit.Kind: ResourceLimit]

    package init(
        user: String? = nil, group: String? = nil, chroot: String? = nil, directory: String? = nil,
        limits: [ResourceLimit.Kind: ResourceLimit] = [:]
    ) {
        self.user = user
        self.group = group
        self.chroot = chroot
        self.directory = directory
        self.limits = limits
    }
}

internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork

/// From the plan of a service to the identity of its workers.
struct IdentityAssembly {
    /// Whether it is tried here, before the first of them is there. Not where others serve meanwhile, who would wait.
    var tries = true
    /// The limit of descriptors that the daemon was started with, before it raised its own.
    let descriptors: ResourceLimit?

    func identity(_ plan: ServicePlan) throws(StartFailure.Reason) -> Identity {
        var identity = Identity()
        identity.chroot = plan.identity.chroot
        identity.directory = plan.identity.directory
        identity.limits = plan.identity.limits
        if identity.limits[.descriptors] == nil { identity.limits[.descriptors] = descriptors }
        identity.credentials = try Self.credentials(plan.identity)
        if tries, let objection = IdentityTrial.objection(to: identity, program: plan.handler.programPath) {
            throw .init(objection)
        }
        return identity
    }

    /// nil: as the daemon does.
    private static func credentials(_ plan: IdentityPlan) throws(StartFailure.Reason) -> Credentials? {
        guard plan.user != nil || plan.group != nil else { return nil }
        var user: UserDatabase.User?
        if let name = plan.user {
            user = UserDatabase.user(name)
            if user == nil { throw .init("there is no user \"\(name)\"") }
        }
        var group: UInt32?
        if let name = plan.group {
            group = UserDatabase.group(name)
            if group == nil { throw .init("there is no group \"\(name)\"") }
        }
        let current = Credentials.current
        let first = group ?? user?.group ?? current.group
        let wanted = Credentials(
            user: user?.id ?? current.user, group: first,
            supplementaryGroups: user.map { UserDatabase.groups(of: $0, first: first) } ?? [first])
        // Whoever is not root is that user already, or can't become it, as the trial will tell.
        let isSame = wanted.user == current.user && wanted.group == current.group
        return isSame && !Credentials.isRoot ? nil : wanted
    }
}

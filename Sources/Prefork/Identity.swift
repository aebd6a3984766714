package import LinuxSystem
internal import SystemPackage

/// As whom, where and within which limits the workers of a service run; and always without a capability, and without a
/// way to any.
package struct Identity: Hashable, Sendable {
    /// The folder that is "/" to the workers; nil: the supervisor's own.
    package var chroot: String?
    package var limits: [ResourceLimit.Kind: ResourceLimit] = [:]
    /// nil: as the supervisor.
    package var credentials: Credentials?
    /// Inside of the chroot; nil: its "/", or where the supervisor is.
    package var directory: String?

    package init() {}

    /// Becomes it, for good.
    ///
    /// The folder is entered as the user, and not before: who may not be there should not find himself there, and where
    /// it lies on NFS root may be nobody. What a program could be given at its start goes while there is the right to it.
    /// - Parameter floor: the highest descriptor that must stay possible to replace: dup(2) takes none beyond the limit.
    package func take(aboveDescriptor floor: CInt = 0) throws(IdentityError) {
        try checkRoom()
        if let chroot {
            Self.keepFiles()
            try Self.step(.chroot(chroot)) { () throws(Errno) in try Chroot.enter(chroot) }
        }
        for kind in ResourceLimit.Kind.allCases {
            guard var limit = limits[kind] else { continue }
            if kind == .descriptors { limit = limit.reaching(Int(floor) + 1) }
            try Self.step(.limit(kind)) { () throws(Errno) in try limit.set(kind) }
        }
        try Self.step(.capabilities, Capabilities.dropBounding)
        if let credentials { try Self.step(.credentials, credentials.assume) }
        if let directory {
            try Self.step(.directory(directory)) { () throws(Errno) in try WorkingDirectory.change(to: directory) }
        }
        try Self.step(.noNewPrivileges, NoNewPrivileges.set)
        try Self.step(.capabilities, Capabilities.drop)
    }

    /// What a worker reads of its own later on, where it may not be found any more.
    private static func keepFiles() {
        WallClock.readTimeZone()
        PrivateMemory.keepReadable()
        Children.keepReadable()
        CrashHandler.prepareForChroot()
    }

    private static func step(
        _ step: IdentityError.Step, _ body: () throws(Errno) -> Void
    ) throws(IdentityError) {
        do {
            try body()
        } catch {
            throw IdentityError(step, error)
        }
    }

    /// Too little memory would end the worker without a word, wherever it next needs some.
    private func checkRoom() throws(IdentityError) {
        guard limits[.addressSpace] != nil || limits[.data] != nil, let used = ProcessUsage.addressSpace else { return }
        for (kind, used) in [(ResourceLimit.Kind.addressSpace, used.all), (.data, used.data)] {
            guard let limit = limits[kind], limit.soft < used + Self.room else { continue }
            throw IdentityError(.room(kind, needed: used + Self.room), .noMemory)
        }
    }

    /// What a worker takes beyond what it has when it is forked, and a little more.
    private static let room = 4 << 20
}

extension ResourceLimit {
    fileprivate func reaching(_ least: Int) -> ResourceLimit {
        ResourceLimit(soft: max(soft, least), hard: max(hard, least))
    }
}

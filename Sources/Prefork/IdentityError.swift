package import LinuxSystem
package import SystemPackage

/// Which step to an identity the system refused, and why.
package struct IdentityError: SystemCaused, CustomStringConvertible {
    package let step: Step
    package let error: Errno

    package enum Step: Hashable, Sendable {
        case chroot(String)
        case limit(ResourceLimit.Kind)
        /// A limit below what a worker needs itself, in bytes.
        case room(ResourceLimit.Kind, needed: Int)
        case credentials
        case directory(String)
        case noNewPrivileges
        case capabilities
    }

    init(_ step: Step, _ error: Errno) {
        self.step = step
        self.error = error
    }

    package var cause: Errno? { error }

    package var description: String {
        switch (step, error) {
        case (.chroot(let path), .notPermitted):
            "chroot \"\(path)\": only root can run workers in a chroot, with CAP_SYS_CHROOT"
        case (.chroot(let path), _): "chroot \"\(path)\": \(error)"
        case (.limit(.descriptors), .notPermitted):
            "limits.nofile: only root can raise a hard limit, with CAP_SYS_RESOURCE, and nobody above fs.nr_open"
        case (.limit(let kind), .notPermitted):
            "limits.\(kind.rawValue): only root can raise a hard limit, with CAP_SYS_RESOURCE"
        case (.limit(let kind), _): "limits.\(kind.rawValue): \(error)"
        case (.room(let kind, let needed), _):
            "limits.\(kind.rawValue): a worker needs \((needed + (1 << 20) - 1) >> 20)M for itself"
        case (.credentials, .notPermitted):
            "only root can run workers as another user or group, with CAP_SETUID and CAP_SETGID"
        case (.credentials, _): "another user or group: \(error)"
        case (.directory(let path), _): "directory \"\(path)\": \(error)"
        case (.noNewPrivileges, _): "no new privileges: \(error)"
        case (.capabilities, .notPermitted):
            "dropping capabilities: \(error): is capset(2) in the unit's SystemCallFilter?"
        case (.capabilities, _): "dropping capabilities: \(error)"
        }
    }
}

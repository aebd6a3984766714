import LinuxSystem
import Prefork
import Testing

/// What a test needs of the machine; where that is missing, the test says that it was skipped, and why.
extension Trait where Self == ConditionTrait {
    static var needsRoot: Self {
        .enabled(if: Credentials.isRoot, "only root can be somebody else")
    }

    /// The path of the journal's socket is fixed in libsystemd.
    static var needsJournalFolder: Self {
        .enabled(if: Machine.hasNamespaces, "only who may unshare(1) can put a socket in the journal's place")
    }

    static var needsMounts: Self {
        .enabled(if: Machine.hasNamespaces, "only who may unshare(1) can put a folder in the place of the cgroup's")
    }

    static func needs(program name: String) -> Self {
        .enabled(if: Machine.has(name), "NOT CHECKED: \(name) is not installed")
    }

    static var needsOwnNetwork: Self {
        .enabled(if: Machine.hasOwnNetwork, "only one who may unshare(1), with ip(8), can have a network of its own")
    }

    static var needsIPv6: Self {
        .enabled(if: Machine.hasIPv6, "this machine has no IPv6, not even [::1]")
    }
}

private enum Machine {
    static let hasNamespaces = succeeds(Launch(program: "unshare", arguments: ["--mount", "--net", "true"]))
    static let hasOwnNetwork = succeeds(Launch(program: "true", wrappers: [.ownNetwork]))
    static let hasIPv6 = (try? Listener("[::1]:0")) != nil

    static func has(_ program: String) -> Bool {
        succeeds(Launch(program: program, arguments: ["--version"]))
    }

    private static func succeeds(_ launch: Launch) -> Bool {
        (try? Program.run(launch).status) == .exited(0)
    }
}

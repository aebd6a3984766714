import LinuxSystem
import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    static var needsRoot: Self { .needs(Need.root) }

    /// The path of the journal's socket is fixed in libsystemd.
    static var needsJournalFolder: Self {
        .needs(.unshare("only who may unshare(1) can put a socket in the journal's place"))
    }

    static var needsMounts: Self {
        .needs(.unshare("only who may unshare(1) can put a folder in the place of the cgroup's"))
    }

    static func needs(program name: String) -> Self { .needs(Need.program(name)) }

    static var needsOwnNetwork: Self { .needs(.ownNetwork) }

    static var needsIPv6: Self { .needs(Need.ipv6) }
}

extension Need {
    private static let hasNamespaces = succeeds(Launch(program: "unshare", arguments: ["--mount", "--net", "true"]))
    private static let hasOwnNetwork = succeeds(Launch(program: "true", wrappers: [.ownNetwork]))

    fileprivate static func unshare(_ reason: String) -> Need {
        Need(reason) { hasNamespaces }
    }

    fileprivate static var ownNetwork: Need {
        Need("only one who may unshare(1), with ip(8), can have a network of its own") { hasOwnNetwork }
    }

    private static func succeeds(_ launch: Launch) -> Bool {
        (try? Program.run(launch).status) == .exited(0)
    }
}

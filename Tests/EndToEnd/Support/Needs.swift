import LinuxSystem
import Testing

/// What a test needs of the machine; where that is missing, the test says that it was skipped, and why.
extension Trait where Self == ConditionTrait {
    static var needsRoot: Self {
        .enabled(if: Credentials.isRoot, "needs root: for another user, a namespace or another process's limits")
    }

    static var needsNetworkTools: Self {
        .enabled(
            if: ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].contains(where: FileContents.exists),
            "needs ip of iproute2, to have a loopback interface in a network of its own")
    }
}

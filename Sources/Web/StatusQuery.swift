package import Control
package import LinuxSystem

/// Has a worker ask the supervisor how the daemon is.
package struct StatusQuery: Sendable {
    private let address: SocketAddress?

    /// A supervisor that is well answers within its turn.
    private static let patience = Duration.seconds(3)

    /// - Parameter address: where the supervisor answers its workers; nil where it can't.
    package init(_ address: SocketAddress?) {
        self.address = address
    }

    /// nil where the supervisor does not answer in time.
    package func ask() -> DaemonStatus? {
        guard let address,
            var client = try? ControlClient(address, asking: .status, limit: Self.patience),
            case .value(let json)? = try? client.nextLine(), let status = DaemonStatus(json: json),
            case .end(.ok)? = try? client.nextLine()
        else { return nil }
        return status
    }
}

package import Control
package import LinuxSystem

/// Has a worker ask the supervisor how the daemon is.
package struct StatusQuery: Sendable {
    private let address: SocketAddress?

    /// A supervisor that is well answers within its turn; one that becomes another program on a busy machine takes longer.
    /// Prometheus by default waits for 10 s.
    private static let patience = Duration.seconds(9)

    /// - Parameter address: where the supervisor answers its workers; nil where it can't.
    package init(_ address: SocketAddress?) {
        self.address = address
    }

    /// nil where the supervisor does not answer in time.
    package func ask() -> DaemonStatus? {
        guard let address else { return nil }
        for _ in 0..<Self.attempts {
            do throws(ControlClient.Failure) {
                return try ask(address)
            } catch .cutOff {
                // It became another program, which answers at the same address.
            } catch {
                return nil
            }
        }
        return nil
    }

    private static let attempts = 3

    private func ask(_ address: SocketAddress) throws(ControlClient.Failure) -> DaemonStatus? {
        var client = try ControlClient(address, asking: .status, limit: Self.patience)
        guard case .value(let json) = try client.nextLine(), let status = DaemonStatus(json: json),
            case .end(.ok) = try client.nextLine()
        else { return nil }
        return status
    }
}

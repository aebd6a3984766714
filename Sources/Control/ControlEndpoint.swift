internal import LinuxSystem
internal import SystemPackage

/// A listener with those who may come in there; a class only because an array cannot hold what is not copyable.
final class ControlEndpoint {
    private let listener: ControlListener
    private let access: ControlAccess
    private let token: UInt64
    private var isFull = false

    private static let acceptsPerTurn = 16

    init(_ listener: consuming ControlListener, _ access: ControlAccess, token: UInt64) {
        self.listener = listener
        self.access = access
        self.token = token
    }

    func enter(_ poller: borrowing Poller) throws(Errno) {
        try poller.add(listener.number, token: token)
    }

    /// Takes those who have come, as long as there is room: each with the ticket that `ticket` gives.
    func admit(room: Int, at now: Duration, ticket: () -> UInt64) -> [ControlSession] {
        var sessions: [ControlSession] = []
        var address = SocketAddress()
        while sessions.count < min(room, Self.acceptsPerTurn),
            let number = try? Socket.acceptWithoutWaiting(listener.number, peer: &address)
        {
            let session = ControlSession(
                Descriptor(owning: number), ticket: ticket(), endpoint: token, access: access, at: now)
            sessions.append(session)
        }
        return sessions
    }

    /// Those that can't be taken yet would be reported without end.
    func settle(isFull: Bool, _ poller: borrowing Poller) {
        guard isFull != self.isFull else { return }
        self.isFull = isFull
        try? poller.change(listener.number, token: token, to: isFull ? .end : .reading)
    }
}

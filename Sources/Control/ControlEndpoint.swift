internal import LinuxSystem
internal import SystemPackage

/// A listener with those who may come in there; a class only because an array cannot hold what is not copyable.
final class ControlEndpoint {
    private let listener: ControlListener
    private let access: ControlAccess
    private let token: UInt64
    private var isClosed = false
    /// Until when nobody is let in, for the system gives no descriptor or no memory.
    private var rest: Duration?
    private var nextPause = ControlEndpoint.shortestPause

    private static let acceptsPerTurn = 16
    private static let shortestPause = Duration.milliseconds(10)
    private static let longestPause = Duration.seconds(1)

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
        while sessions.count < min(room, Self.acceptsPerTurn), let socket = accept(at: now) {
            sessions.append(ControlSession(socket, ticket: ticket(), endpoint: token, access: access, at: now))
        }
        return sessions
    }

    private func accept(at now: Duration) -> Descriptor? {
        var address = SocketAddress()
        do throws(Errno) {
            let socket = Descriptor(owning: try Socket.acceptWithoutWaiting(listener.number, peer: &address))
            nextPause = Self.shortestPause
            return socket
        } catch .resourceTemporarilyUnavailable, .interrupted, .connectionAbort {
            return nil
        } catch {
            // Nothing wakes us when it is over, so look from time to time.
            rest = now + nextPause
            nextPause = min(nextPause * 2, Self.longestPause)
            return nil
        }
    }

    /// When to look again whether the system lets anybody in; nil where it does.
    var deadline: Duration? { rest }

    /// Those that can't be taken yet would be reported without end.
    func settle(isFull: Bool, at now: Duration, _ poller: borrowing Poller) {
        if let rest, rest <= now { self.rest = nil }
        let isClosed = isFull || rest != nil
        guard isClosed != self.isClosed else { return }
        self.isClosed = isClosed
        try? poller.change(listener.number, token: token, to: isClosed ? .end : .reading)
    }
}

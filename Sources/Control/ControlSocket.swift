package import LinuxSystem
package import SystemPackage

/// The daemon's end: clients, their requests and the replies to them, behind one descriptor for the daemon's loop.
///
/// No call waits, whatever clients do, and each does a bounded amount of work.
package struct ControlSocket: ~Copyable {
    private let poller: Poller
    private var endpoints: [ControlEndpoint] = []
    private var sessions: [UInt64: ControlSession] = [:]
    private var lastTicket = Self.mostEndpoints
    private var ready: [UInt64] = []

    /// More wait in the accept queue of their endpoint, and take nobody's place at another.
    package static let capacity = 32
    /// Those who follow the events stay as long as they like, and leave room for who asks.
    package static let mostFollowers = 16
    /// Tokens below are endpoints, those above are tickets.
    private static let mostEndpoints: UInt64 = 8

    /// A request and whose it is; the ticket is what `reply` takes.
    package struct Asked: Sendable {
        package let ticket: UInt64
        package let request: ControlRequest
        package let peer: PeerCredentials
    }

    /// One without an endpoint.
    package init() throws(Errno) {
        poller = try Poller()
    }

    /// Lets clients in at a listener.
    package mutating func open(_ listener: consuming ControlListener, to access: ControlAccess) throws(Errno) {
        precondition(endpoints.count < Self.mostEndpoints, "there are at most \(Self.mostEndpoints) endpoints")
        let endpoint = ControlEndpoint(listener, access, token: UInt64(endpoints.count))
        try endpoint.enter(poller)
        endpoints.append(endpoint)
    }

    /// Readable when `turn` has something to do.
    package var descriptor: CInt { poller.descriptor.rawValue }

    /// When `keepDeadlines` is due.
    package var deadline: Duration? {
        let patience = sessions.values.compactMap { $0.exchange.deadline(isCrowded: isFull($0.endpoint)) }
        return (patience + endpoints.compactMap(\.deadline)).min()
    }

    /// Takes what came, and sends what can be sent.
    package mutating func turn(now: Duration) -> [Asked] {
        var asked: [Asked] = []
        ready.removeAll(keepingCapacity: true)
        // A signal that interrupts it is no reason to do nothing: the deadlines are due all the same.
        try? poller.wait(timeout: .zero, into: &ready)
        for token in ready {
            if token < UInt64(endpoints.count) {
                // Who has just come has mostly asked already, and the next turn may be a long way off.
                for ticket in admit(at: endpoints[Int(token)], of: token, now: now) { attend(ticket, &asked, now: now) }
            } else {
                attend(token, &asked, now: now)
            }
        }
        settle(at: now)
        return asked
    }

    private mutating func attend(_ ticket: UInt64, _ asked: inout [Asked], now: Duration) {
        guard let session = sessions[ticket], let request = session.attend(at: now), let peer = session.peer else {
            return
        }
        if request.isFollowing, !follow(session, now: now) { return }
        asked.append(Asked(ticket: ticket, request: request, peer: peer))
    }

    /// Whoever asked may have gone meanwhile.
    package mutating func reply(_ ticket: UInt64, _ source: ReplySource, now: Duration) {
        guard let session = sessions[ticket] else { return }
        session.exchange.answer(source, at: now)
        session.send(at: now)
        settle(at: now)
    }

    /// Sources that had nothing more may have it now.
    package mutating func resume(now: Duration) {
        for session in sessions.values where session.exchange.unsent.isEmpty {
            session.exchange.prepare(at: now)
            session.send(at: now)
        }
        settle(at: now)
    }

    /// Gives up who took too long, and lets others in again after a pause.
    package mutating func keepDeadlines(now: Duration) { settle(at: now) }

    private mutating func admit(at endpoint: ControlEndpoint, of token: UInt64, now: Duration) -> [UInt64] {
        let arrived = endpoint.admit(room: Self.capacity - count(of: token), at: now) {
            lastTicket += 1
            return lastTicket
        }
        for session in arrived where (try? session.enter(poller)) != nil { sessions[session.ticket] = session }
        return arrived.map(\.ticket)
    }

    /// - Returns: whether there is room for one more who stays.
    private func follow(_ session: ControlSession, now: Duration) -> Bool {
        guard sessions.values.count(where: { $0.isFollowing && $0.endpoint == session.endpoint }) < Self.mostFollowers
        else {
            session.exchange.answer(.end(.failed(["\(Self.mostFollowers) follow the events already"])), at: now)
            session.send(at: now)
            return false
        }
        session.isFollowing = true
        return true
    }

    private func count(of endpoint: UInt64) -> Int { sessions.values.count { $0.endpoint == endpoint } }

    private func isFull(_ endpoint: UInt64) -> Bool { count(of: endpoint) >= Self.capacity }

    private mutating func settle(at now: Duration) {
        let full = endpoints.indices.map { isFull(UInt64($0)) }
        for (ticket, session) in sessions {
            session.exchange.keepDeadline(at: now, isCrowded: full[Int(session.endpoint)])
            if session.exchange.isOver { sessions[ticket] = nil } else { session.settle(poller) }
        }
        for (index, endpoint) in endpoints.enumerated() {
            endpoint.settle(isFull: isFull(UInt64(index)), at: now, poller)
        }
    }
}

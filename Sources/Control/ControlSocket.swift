package import LinuxSystem
internal import SystemPackage

/// The daemon's end: clients, their requests and the replies to them, behind one descriptor for the daemon's loop.
///
/// No call waits, whatever clients do, and each does a bounded amount of work.
package struct ControlSocket: ~Copyable {
    private let poller: Poller
    private let listener: ControlListener
    private let access: ControlAccess
    private var guests: [UInt64: ControlGuest] = [:]
    private var lastTicket: UInt64 = 0
    private var isFull = false
    private var ready: [UInt64] = []

    /// More wait in the accept queue.
    package static let capacity = 16
    private static let acceptsPerTurn = 16

    /// A request and whose it is; the ticket is what `reply` takes.
    package struct Asked: Sendable {
        package let ticket: UInt64
        package let request: ControlRequest
        package let peer: PeerCredentials
    }

    package init(_ path: String, access: ControlAccess) throws(ControlListener.Refusal) {
        let listener = try ControlListener.bind(path, access: access)
        poller = try Self.makePoller(for: listener)
        self.listener = listener
        self.access = access
    }

    private static func makePoller(for listener: borrowing ControlListener) throws(ControlListener.Refusal) -> Poller {
        do throws(Errno) {
            let poller = try Poller()
            try poller.add(listener.socket.rawValue, token: 0)
            return poller
        } catch {
            throw .system(error)
        }
    }

    /// Readable when `turn` has something to do.
    package var descriptor: CInt { poller.descriptor.rawValue }

    /// When `keepDeadlines` is due.
    package var deadline: Duration? { guests.values.compactMap(\.exchange.deadline).min() }

    /// Takes what came, and sends what can be sent.
    package mutating func turn(now: Duration) -> [Asked] {
        var asked: [Asked] = []
        ready.removeAll(keepingCapacity: true)
        // A signal that interrupts it is no reason to do nothing: the deadlines are due all the same.
        try? poller.wait(timeout: .zero, into: &ready)
        for token in ready {
            if token == 0 {
                admit(at: now)
            } else if let guest = guests[token], let request = guest.attend(at: now), let peer = guest.peer {
                asked.append(Asked(ticket: token, request: request, peer: peer))
            }
        }
        settle(at: now)
        return asked
    }

    /// Whoever asked may have gone meanwhile.
    package mutating func reply(_ ticket: UInt64, _ source: ReplySource, now: Duration) {
        guard let guest = guests[ticket] else { return }
        guest.exchange.answer(source, at: now)
        guest.send(at: now)
        settle(at: now)
    }

    /// Sources that had nothing more may have it now.
    package mutating func resume(now: Duration) {
        for guest in guests.values where guest.exchange.unsent.isEmpty {
            guest.exchange.prepare(at: now)
            guest.send(at: now)
        }
        settle(at: now)
    }

    /// Gives up who took too long.
    package mutating func keepDeadlines(now: Duration) { settle(at: now) }

    private mutating func admit(at now: Duration) {
        var accepts = 0
        var address = SocketAddress()
        while accepts < Self.acceptsPerTurn, guests.count < Self.capacity,
            let number = try? Socket.acceptWithoutWaiting(listener.socket.rawValue, peer: &address)
        {
            accepts += 1
            lastTicket += 1
            let guest = ControlGuest(Descriptor(owning: number), ticket: lastTicket, at: now)
            guard (try? guest.enter(poller)) != nil else { continue }
            guests[lastTicket] = guest
            if guest.peer.map(access.admits) != true {
                guest.exchange.answer(
                    .end(.refused(["only root, the daemon's user and control-group may ask"])), at: now)
                guest.send(at: now)
            }
        }
    }

    private mutating func settle(at now: Duration) {
        for (ticket, guest) in guests {
            guest.exchange.keepDeadline(at: now)
            if guest.exchange.isOver { guests[ticket] = nil } else { guest.settle(poller) }
        }
        // Those that can't be taken yet would be reported without end.
        let isFull = guests.count >= Self.capacity
        guard isFull != self.isFull else { return }
        self.isFull = isFull
        try? poller.change(listener.socket.rawValue, token: 0, to: isFull ? .end : .reading)
    }
}

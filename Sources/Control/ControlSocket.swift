package import LinuxSystem
package import SystemPackage

/// The daemon's end: clients, their requests and the replies to them, behind one descriptor for the daemon's loop.
///
/// No call waits, whatever clients do, and each does a bounded amount of work.
package struct ControlSocket: ~Copyable {
    private let poller: Poller
    private var doors: [ControlDoor] = []
    private var guests: [UInt64: ControlGuest] = [:]
    private var lastTicket = Self.mostDoors
    private var ready: [UInt64] = []

    /// More wait in the accept queue of their door, and take nobody's place at another.
    package static let capacity = 32
    /// Those who follow the events stay as long as they like, and leave room for who asks.
    package static let mostFollowers = 16
    /// Tokens below are doors, those above are tickets.
    private static let mostDoors: UInt64 = 8

    /// A request and whose it is; the ticket is what `reply` takes.
    package struct Asked: Sendable {
        package let ticket: UInt64
        package let request: ControlRequest
        package let peer: PeerCredentials
    }

    /// One without a door.
    package init() throws(Errno) {
        poller = try Poller()
    }

    /// Lets clients in at a listener.
    package mutating func open(_ listener: consuming ControlListener, to access: ControlAccess) throws(Errno) {
        precondition(doors.count < Self.mostDoors, "there are at most \(Self.mostDoors) doors")
        let door = ControlDoor(listener, access, token: UInt64(doors.count))
        try door.enter(poller)
        doors.append(door)
    }

    /// Readable when `turn` has something to do.
    package var descriptor: CInt { poller.descriptor.rawValue }

    /// When `keepDeadlines` is due.
    package var deadline: Duration? {
        guests.values.compactMap { $0.exchange.deadline(isCrowded: isFull($0.door)) }.min()
    }

    /// Takes what came, and sends what can be sent.
    package mutating func turn(now: Duration) -> [Asked] {
        var asked: [Asked] = []
        ready.removeAll(keepingCapacity: true)
        // A signal that interrupts it is no reason to do nothing: the deadlines are due all the same.
        try? poller.wait(timeout: .zero, into: &ready)
        for token in ready {
            if token < UInt64(doors.count) {
                // Who has just come has mostly asked already, and the next turn may be a long way off.
                for ticket in admit(at: doors[Int(token)], of: token, now: now) { attend(ticket, &asked, now: now) }
            } else {
                attend(token, &asked, now: now)
            }
        }
        settle(at: now)
        return asked
    }

    private mutating func attend(_ ticket: UInt64, _ asked: inout [Asked], now: Duration) {
        guard let guest = guests[ticket], let request = guest.attend(at: now), let peer = guest.peer else { return }
        if request.isFollowing, !follow(guest, now: now) { return }
        asked.append(Asked(ticket: ticket, request: request, peer: peer))
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

    private mutating func admit(at door: ControlDoor, of token: UInt64, now: Duration) -> [UInt64] {
        let arrived = door.admit(room: Self.capacity - count(of: token), at: now) {
            lastTicket += 1
            return lastTicket
        }
        for guest in arrived where (try? guest.enter(poller)) != nil { guests[guest.ticket] = guest }
        return arrived.map(\.ticket)
    }

    /// - Returns: whether there is room for one more who stays.
    private func follow(_ guest: ControlGuest, now: Duration) -> Bool {
        guard guests.values.count(where: { $0.isFollowing && $0.door == guest.door }) < Self.mostFollowers else {
            guest.exchange.answer(.end(.failed(["\(Self.mostFollowers) follow the events already"])), at: now)
            guest.send(at: now)
            return false
        }
        guest.isFollowing = true
        return true
    }

    private func count(of door: UInt64) -> Int { guests.values.count { $0.door == door } }

    private func isFull(_ door: UInt64) -> Bool { count(of: door) >= Self.capacity }

    private mutating func settle(at now: Duration) {
        let full = doors.indices.map { isFull(UInt64($0)) }
        for (ticket, guest) in guests {
            guest.exchange.keepDeadline(at: now, isCrowded: full[Int(guest.door)])
            if guest.exchange.isOver { guests[ticket] = nil } else { guest.settle(poller) }
        }
        for (index, door) in doors.enumerated() {
            door.settle(isFull: isFull(UInt64(index)), poller)
        }
    }
}

internal import LinuxSystem
internal import SystemPackage

/// One client's socket with its exchange; a class only because an array cannot hold what is not copyable.
final class ControlSession {
    let ticket: UInt64
    let peer: PeerCredentials?
    /// By which it came in.
    let endpoint: UInt64
    private let access: ControlAccess
    private let socket: Descriptor
    private var interest = Poller.Interest.reading
    var exchange: ControlExchange
    /// It stays for what comes, and counts as one of those who do.
    var isFollowing = false

    private static let share = 1_024

    init(_ socket: consuming Descriptor, ticket: UInt64, endpoint: UInt64, access: ControlAccess, at now: Duration) {
        peer = try? PeerCredentials(of: socket.rawValue)
        self.socket = socket
        self.ticket = ticket
        self.endpoint = endpoint
        self.access = access
        exchange = ControlExchange(at: now)
        if peer.map(access.admits) != true { refuse(at: now) }
    }

    func enter(_ poller: borrowing Poller) throws(Errno) {
        try poller.add(socket.rawValue, token: ticket)
    }

    /// Something came in, can go out, or is over.
    func attend(at now: Duration) -> ControlRequest? {
        if exchange.isReading {
            guard let request = receive(at: now) else { return nil }
            if access.permits(request) { return request }
            refuse(at: now)
            return nil
        }
        // Nothing else is reported while nothing is to be sent.
        if exchange.unsent.isEmpty { exchange.giveUp() } else { send(at: now) }
        return nil
    }

    private func refuse(at now: Duration) {
        exchange.answer(.end(.refused([access.refusal])), at: now)
        send(at: now)
    }

    private func receive(at now: Duration) -> ControlRequest? {
        do {
            let number = socket.rawValue
            let bytes = try [UInt8](unsafeUninitializedCapacity: Self.share) { buffer, count in
                count = try Socket.receive(number, into: UnsafeMutableRawBufferPointer(buffer), wait: false)
            }
            return exchange.receive(bytes, at: now)
        } catch Errno.resourceTemporarilyUnavailable {
            return nil
        } catch {
            exchange.giveUp()
            return nil
        }
    }

    /// Sends what the client takes at once.
    func send(at now: Duration) {
        let bytes = Array(exchange.unsent)
        guard !bytes.isEmpty else { return }
        do throws(Errno) {
            let count = try bytes.span.withUnsafeBytes { bytes throws(Errno) in
                try Socket.send(socket.rawValue, bytes, wait: false)
            }
            exchange.sent(count, at: now)
        } catch .resourceTemporarilyUnavailable {
            return
        } catch {
            exchange.giveUp()
        }
    }

    /// Has the poller report what matters next.
    func settle(_ poller: borrowing Poller) {
        let wanted: Poller.Interest = exchange.isReading ? .reading : exchange.unsent.isEmpty ? .end : .writing
        guard wanted != interest else { return }
        interest = wanted
        // It can only fail for a descriptor that is not there.
        try? poller.change(socket.rawValue, token: ticket, to: wanted)
    }
}

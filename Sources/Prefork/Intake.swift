internal import CLinux
internal import LinuxSystem
internal import SystemPackage

/// Where a worker waits for its next connection, once it is its turn to: one blocking listener, or an epoll set over
/// several.
///
/// No lock, and who serves or is parked waits on nothing: the kernel wakes one of those that do.
struct Intake: ~Copyable {
    private let seat: WorkerSeat
    /// nil with a single listener, whose accept() needs no second call.
    private let set: ListenerSet?
    /// The descriptor whose loss ends the wait; retirement.h takes it away.
    let gate: CInt
    private var ready: [UInt64] = []
    /// Connections of this turn.
    private var taken = 0
    private let reports: UnsafePointer<WorkerReports>

    init(_ seat: WorkerSeat, reports: UnsafePointer<WorkerReports>) throws(Errno) {
        self.seat = seat
        self.reports = reports
        set = seat.set
        gate = set?.descriptor ?? seat.listeners[0].rawValue
    }

    /// Of those that retirement takes away.
    var highestDescriptor: CInt { seat.listeners.reduce(gate) { max($0, $1.rawValue) } }

    /// The socket of the next connection; nil once this worker is to retire.
    /// - Parameter peer: becomes the address of its other end.
    mutating func next(from peer: inout SocketAddress) throws(Errno) -> Descriptor? {
        var pause = Self.shortestPause
        var clientsGone = 0
        awaitTurn()
        while true {
            do {
                if set == nil { return try seat.listeners[0].accept(from: &peer) }
                if let socket = try nextOfSet(from: &peer) { return socket }
            } catch {
                switch AcceptFailure(error) {
                // A listener that was taken out of the service ends a moment before its workers are asked.
                case .retired where isRequested(within: Self.longestPause): return nil
                case .retired, .broken: throw error
                case .clientGone where clientsGone < Self.patience: clientsGone += 1
                case .clientGone, .refused:
                    complain(error)
                    // Another one may have more luck.
                    seat.words.withdraw(seat.id.slot)
                    // Nothing wakes us when it is over, so look from time to time.
                    if isRequested(within: pause) { return nil }
                    pause = min(pause * 2, Self.longestPause)
                    seat.words.setIdle(seat.id.slot, at: MonotonicClock.nanoseconds())
                    awaitTurn()
                }
            }
        }
    }

    private mutating func awaitTurn() {
        taken += 1
        if taken > Self.turn { return letOthersCome() }
        seat.words.awaitTurn(seat.id.slot, isTurnOver: false) { Self.isRequested }
    }

    @inline(never)
    private mutating func letOthersCome() {
        taken = 1
        // Who waits at the first set is told first. With the others before it now, each has its turn.
        if seat.words.parking.rules.order == .fifo { set?.passTurn() }
        seat.words.awaitTurn(seat.id.slot, isTurnOver: true) { Self.isRequested }
    }

    private func complain(_ error: Errno) {
        let minute: UInt64 = 60_000_000_000
        if seat.words.mayComplain(at: MonotonicClock.nanoseconds(), interval: minute) {
            reports.pointee.refused?(seat, error)
        }
    }

    /// Connections in a row, after which others come first: so many that their way to us is forgotten in them, and
    /// few enough that nobody wears out early.
    private static let turn = 16

    /// Whether this process was asked to retire.
    static var isRequested: Bool { clinux_retirement_requested() != 0 }

    private func isRequested(within time: Duration) -> Bool {
        seat.words.pause(seat.id.slot, for: time) { Self.isRequested }
        return Self.isRequested
    }

    /// So many clients in a row may be gone before something else must be wrong.
    private static let patience = 16
    private static let shortestPause = Duration.milliseconds(10)
    private static let longestPause = Duration.seconds(1)

    /// One wait over all listeners and one accept; nil where another worker was faster.
    private mutating func nextOfSet(from peer: inout SocketAddress) throws(Errno) -> Descriptor? {
        guard let set else { return nil }
        clinux_retirement_set_accepting(1)
        defer {
            clinux_retirement_set_accepting(0)
            if Self.isRequested { clinux_retirement_close_listeners() }
        }
        ready.removeAll(keepingCapacity: true)
        do {
            try set.wait(into: &ready)
        } catch .interrupted {
            return nil
        }
        for token in ready {
            do {
                if let socket = try seat.listeners[Int(token)].acceptIfWaiting(from: &peer) { return socket }
            } catch .invalidArgument where !Self.isRequested {
                // It was taken out of the service; the others go on.
                set.remove(Int(token))
            }
        }
        return nil
    }
}

internal import CLinux
internal import LinuxSystem
internal import SystemPackage

/// Where a worker waits for its next connection: one blocking listener, or an epoll set over several.
///
/// No lock, and a worker that serves waits on nothing: the kernel wakes one of those that do. accept() on a shared
/// blocking listener wakes the one that waited longest; EPOLLEXCLUSIVE wakes the one that waited last.
struct Intake: ~Copyable {
    private let listeners: [Listener]
    /// nil with a single listener, whose accept() needs no second call.
    private let poller: Poller?
    private let lifeline: CInt
    /// The descriptor whose loss ends the wait; retirement.h takes it away.
    let gate: CInt
    private var ready: [UInt64] = []

    init(_ listeners: [Listener], lifeline: CInt) throws(Errno) {
        self.listeners = listeners
        self.lifeline = lifeline
        for listener in listeners { try listener.setNonblocking(listeners.count > 1) }
        guard listeners.count > 1 else {
            poller = nil
            gate = listeners[0].rawValue
            return
        }
        let poller = try Poller()
        for (index, listener) in listeners.enumerated() {
            try poller.add(listener.rawValue, token: UInt64(index), trigger: .exclusive)
        }
        gate = poller.descriptor.rawValue
        self.poller = consume poller
    }

    /// The next connection; nil once this worker is to retire.
    /// - Parameter refused: called each time that the system lets no connection be had.
    mutating func next(refused: (Errno) -> Void) throws(Errno) -> Connection? {
        var pause = Self.shortestPause
        var clientsGone = 0
        while true {
            do {
                if listeners.count == 1 { return try listeners[0].accept() }
                if let connection = try nextOfSeveral() { return connection }
            } catch {
                switch AcceptFailure(error) {
                case .retired where isAskedToRetire: return nil
                case .retired, .broken: throw error
                case .clientGone where clientsGone < Self.patience: clientsGone += 1
                case .clientGone, .refused:
                    refused(error)
                    // Nothing wakes us when it is over, so look from time to time.
                    if Lifeline.ends(lifeline, within: pause) || clinux_retirement_requested() != 0 { return nil }
                    pause = min(pause * 2, Self.longestPause)
                }
            }
        }
    }

    /// A sibling that was forked just now may hold the lifeline open for a moment longer than the listener.
    private var isAskedToRetire: Bool {
        clinux_retirement_requested() != 0 || Lifeline.ends(lifeline, within: Self.longestPause)
    }

    /// So many clients in a row may be gone before something else must be wrong.
    private static let patience = 16
    private static let shortestPause = Duration.milliseconds(10)
    private static let longestPause = Duration.seconds(1)

    /// One wait over all listeners and one accept; nil where another worker was faster.
    private mutating func nextOfSeveral() throws(Errno) -> Connection? {
        clinux_retirement_set_accepting(1)
        defer {
            clinux_retirement_set_accepting(0)
            if clinux_retirement_requested() != 0 { clinux_retirement_close_listeners() }
        }
        ready.removeAll(keepingCapacity: true)
        do {
            try poller?.wait(timeout: nil, into: &ready)
        } catch .interrupted {
            return nil
        }
        for token in ready {
            if let connection = try listeners[Int(token)].acceptIfWaiting() { return connection }
        }
        return nil
    }
}

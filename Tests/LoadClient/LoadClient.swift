package import LinuxSystem
package import SystemPackage

/// Many connections at once from one thread, each of which is watched from its begin to its end, so that a server can't
/// lose one unseen.
package struct LoadClient: ~Copyable {
    private let address: SocketAddress
    private let exchange: Exchange
    private let pause: Duration
    private var events: EventQueue
    private var trials: [Trial?] = []
    private var free: [Int] = []
    private var pauses = Pauses()
    private var begun = 0
    private var traces: [Trace] = []
    // More than any answer leaves room for, to see what comes too much.
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    package init(_ address: SocketAddress, _ exchange: Exchange) throws(Errno) {
        self.address = address
        self.exchange = exchange
        pause = if case .byClient(_, let pause) = exchange.end { pause } else { .zero }
        events = try EventQueue()
    }

    deinit {
        for trial in trials { trial?.socket.close() }
        buffer.deallocate()
    }

    /// So many connections at the same instant, and no more.
    package mutating func burst(_ clients: Int, look: (_ held: Int) -> Void = { _ in }) -> [Trace] {
        run(concurrency: clients, look: look) { $0 < clients }
    }

    /// Keeps so many connections open, each that ended replaced by the next, and returns when the last one has ended.
    /// - Parameters:
    ///   - look: called between events, every few milliseconds, with how many were answered and are held.
    ///   - mayGoOn: whether those that are held may have another round; else they end with their pause.
    ///   - mayBegin: whether another one may begin behind so many.
    package mutating func run(
        concurrency: Int, look: (_ held: Int) -> Void = { _ in }, mayGoOn: () -> Bool = { true },
        while mayBegin: (Int) -> Bool
    ) -> [Trace] {
        traces = []
        // Room that nobody touches costs nothing, and a copy of all in the midst of a load would be in its figures.
        traces.reserveCapacity(200_000)
        begun = 0
        trials = Array(repeating: nil, count: concurrency)
        free = Array((0..<concurrency).reversed())
        var nextLook = MonotonicClock.nanoseconds()
        repeat {
            while !free.isEmpty, mayBegin(begun) { begin() }
            for index in 0..<events.wait(atMost: timeToWait(until: nextLook)) { handle(events.event(at: index)) }
            let now = MonotonicClock.nanoseconds()
            while let rested = pauses.takeFirst(endedBy: now) { resume(rested.slot, rested.serial, mayGoOn()) }
            guard now >= nextLook else { continue }
            nextLook = now + Self.interval.nanoseconds
            endTheVain(at: now)
            look(pauses.count)
        } while free.count < concurrency || mayBegin(begun)
        return traces
    }

    private static let interval = Duration.milliseconds(5)

    private func timeToWait(until look: UInt64) -> Duration {
        let now = MonotonicClock.nanoseconds()
        let end = min(look, pauses.nextEnd ?? .max)
        return .nanoseconds(end > now ? Int64(end - now) : 0)
    }

    private mutating func begin() {
        begun += 1
        var trace = Trace()
        trace.began = MonotonicClock.nanoseconds()
        guard let socket = try? ClientSocket.open(address.family) else {
            trace.outcome = .failed
            trace.ended = trace.began
            return traces.append(trace)
        }
        guard let slot = free.popLast() else { preconditionFailure("a connection begins in a free slot") }
        var trial = Trial(socket, serial: begun, trace, exchange)
        var progress = trial.begin(address, exchange)
        if case .goesOn = progress,
            (try? events.add(socket.number, slot: slot, writing: trial.isWriting(exchange))) == nil
        {
            progress = .ended(.failed)
        }
        trials[slot] = trial
        follow(progress, slot)
    }

    private mutating func handle(_ event: EventQueue.Event) {
        guard let progress = trials[event.slot]?.handle(event, address, exchange, buffer) else { return }
        follow(progress, event.slot)
    }

    private mutating func resume(_ slot: Int, _ serial: Int, _ mayGoOn: Bool) {
        // Another one may have the slot by now: this one was cut short in its pause.
        guard trials[slot]?.serial == serial, let progress = trials[slot]?.resume(exchange, mayGoOn: mayGoOn) else {
            return
        }
        follow(progress, slot)
    }

    private mutating func follow(_ progress: Trial.Progress, _ slot: Int) {
        guard let trial = trials[slot] else { return }
        switch progress {
        case .goesOn: break
        case .rests: pauses.add(slot: slot, serial: trial.serial, end: trial.trace.answered + pause.nanoseconds)
        case .ended(let outcome):
            var trace = trial.trace
            trial.socket.close()
            trace.outcome = outcome
            trace.ended = MonotonicClock.nanoseconds()
            traces.append(trace)
            trials[slot] = nil
            free.append(slot)
        }
    }

    private mutating func endTheVain(at now: UInt64) {
        for slot in trials.indices {
            guard let trial = trials[slot] else { continue }
            if trial.deadline <= now {
                follow(.ended(.late), slot)
            } else if trial.isAlone(at: now, address) {
                follow(.ended(.refused), slot)
            }
        }
    }
}

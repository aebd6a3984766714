internal import LinuxSystem
internal import SystemPackage

/// The listeners of pools: who waits there, and when nobody may any more.
extension LinuxSupervisorSystem {
    package mutating func watchQueue(of pool: Int, _ watch: Bool) {
        guard let pool = pools[pool], pool.isWatched != watch else { return }
        pool.isWatched = watch
        for listener in pool.service.listeners {
            // Either can only fail for a descriptor that is not there, and the listeners always are.
            if watch {
                try? poller.add(listener.rawValue, token: PollToken(.queue, pool: pool.index).encoded, trigger: .edge)
            } else {
                try? poller.remove(listener.rawValue)
            }
        }
    }

    package mutating func queueDepth(of pool: Int) -> QueueDepth {
        var counted = 0
        var uncounted = false
        for listener in pools[pool]?.service.listeners ?? [] {
            if let depth = listener.countQueue() {
                counted += depth
            } else if listener.isReadable {
                uncounted = true
            }
        }
        return uncounted ? .some : counted > 0 ? .counted(counted) : .none
    }

    package func sharesListener(_ pool: Int, with others: [Int]) -> Bool {
        pools[pool]?.service.listeners.contains { isListener($0, ofAny: others) } ?? false
    }

    package mutating func refuse(_ pool: Int, keeping others: [Int]) {
        guard let pool = pools[pool] else { return }
        for listener in pool.service.listeners where !isListener(listener, ofAny: others) {
            pool.scoreboard.forget(listener)
            if isAcceptedByPrograms(listener) { listener.holdOff() } else { listener.refuse() }
        }
    }

    /// Whose pool gives a listener up may be another than whose programs go on with it.
    private func isAcceptedByPrograms(_ listener: Listener) -> Bool {
        pools.values.contains { pool in
            pool.service.kind != .handler && pool.service.listeners.contains { $0 === listener }
        }
    }

    /// The mode belongs to the socket, which several pools may have: who waits at several listeners must not be held at
    /// one of them by a client that another worker took, while who waits at one alone gets by with either. Programs that
    /// accept by themselves set the mode that they want.
    func setModes(of listeners: [Listener]) {
        for listener in listeners {
            let waiting = pools.values.map(\.service).filter { service in
                service.kind == .handler && service.listeners.contains { $0 === listener }
            }
            guard !waiting.isEmpty else { continue }
            // It can only fail for a descriptor that is not there, and the listeners always are.
            try? listener.setNonblocking(waiting.contains { $0.listeners.count > 1 })
        }
    }

    /// Programs get them as systemd passes them, whoever had them before. Not those that others have by now: a program
    /// that has made one non-blocking, and all of its kind, would wait in accept() for a client that another took.
    func passAsNew(_ listeners: [Listener]) throws(Errno) {
        for listener in listeners where !isListener(listener, ofAny: Array(pools.keys)) {
            try listener.setNonblocking(false)
        }
    }

    private func isListener(_ listener: Listener, ofAny others: [Int]) -> Bool {
        others.contains { pools[$0]?.service.listeners.contains { $0 === listener } ?? false }
    }
}

internal import PoolPolicy

/// A reload on its way: who must be ready before the new configuration holds, and what it comes to.
struct Reload {
    /// A service as it is to be.
    struct Entry {
        let name: String
        /// The pool that serves it afterwards.
        let pool: Int
        /// The pool that it takes over from; nil: it is new, or goes on as it is.
        let predecessor: Int?
        let isCandidate: Bool
        /// What it is to be kept within from now on, where that alone has changed.
        let limits: PoolLimits?

        init(keeping pool: Int, _ name: String, _ limits: PoolLimits? = nil) {
            (self.name, self.pool, predecessor, isCandidate, self.limits) = (name, pool, nil, false, limits)
        }

        init(trying pool: Int, after predecessor: Int?, _ name: String) {
            (self.name, self.pool, self.predecessor, isCandidate, limits) = (name, pool, predecessor, true, nil)
        }
    }

    enum Stage {
        /// The first worker of each changed service is on trial; these pools have none that is ready.
        case proving(Set<Int>)
        /// The new configuration holds; workers of the old one are being replaced.
        case rolling
        /// It failed, and its workers are going.
        case undoing(ReloadFailure)
    }

    let entries: [Entry]
    /// Services that are to be no more.
    let removed: [String]
    let drainTimeout: Duration
    let cause: Cause
    let began: Duration
    private(set) var stage: Stage
    /// Pools on trial whose worker is ready, and until when it has to go on to have shown it.
    private var lasting: [Int: Duration] = [:]

    /// What brought the new configuration.
    enum Cause {
        case request
        /// This program came in the place of another one, whose version this was.
        case upgrade(from: String)
    }

    init(_ entries: [Entry], removed: [String], drainTimeout: Duration, cause: Cause, at now: Duration) {
        self.entries = entries
        self.cause = cause
        self.drainTimeout = drainTimeout
        self.removed = removed
        began = now
        stage = .proving(Set(entries.filter(\.isCandidate).map(\.pool)))
    }

    /// Whether services are what they were, in another program, so that what was asked of them still is.
    var goesOn: Bool { if case .upgrade = cause { true } else { false } }

    var candidates: [Entry] { entries.filter(\.isCandidate) }

    /// Whether nobody is on trial any more, so that the new configuration may hold.
    var isProven: Bool {
        if case .proving(let pools) = stage { pools.isEmpty } else { false }
    }

    /// A pool on trial has a worker that is ready.
    mutating func ready(_ pool: Int, lasting time: Duration, at now: Duration) {
        guard case .proving = stage else { return }
        if lasting[pool] == nil { lasting[pool] = now + time }
        prove(at: now)
    }

    /// Those who have gone on for long enough by now have proved what they are to prove.
    mutating func prove(at now: Duration) {
        guard case .proving(var pools) = stage else { return }
        for (pool, until) in lasting where now >= until { pools.remove(pool) }
        stage = .proving(pools)
    }

    /// When the next of them has.
    var deadline: Duration? {
        guard case .proving(let pools) = stage else { return nil }
        return lasting.filter { pools.contains($0.key) }.values.min()
    }

    mutating func committed() { stage = .rolling }

    /// - Returns: whether that ends it; a second failure adds nothing, and what holds can't fail any more.
    mutating func failed(_ failure: ReloadFailure) -> Bool {
        guard case .proving = stage else { return false }
        stage = .undoing(failure)
        return true
    }
}

import Glibc
import PoolPolicy
import Synchronization

/// Runs actors on threads of their own, one step of one of them at a time, in an order that a seed decides.
final class ModelWorld: Sendable {
    let slots: Int
    private let state: Mutex<State>
    /// One for each actor, to make a step; the last one tells that it is made.
    private let turns: [Turn]

    struct State: Sendable {
        var idle: [Bool]
        var armed: [Bool]
        var bells: [Bool]
        var leaving: [Bool]
        var turn = 0
        /// Clients in the accept queue.
        var queue = 0
        /// Slots whose workers died and are not buried.
        var dead: [Int] = []
        var phases: [Phase]
        var random: SplitMix64
        var isOver = false
    }

    enum Phase: Sendable {
        /// Before a step; it may be made once the condition holds.
        case before(@Sendable (State) -> Bool)
        case running
        /// Makes no further step.
        case stopped, ended
    }

    init(slots: Int, actors: Int, seed: UInt64) {
        self.slots = slots
        let none = Array(repeating: false, count: slots)
        state = Mutex(
            State(
                idle: none, armed: none, bells: none, leaving: none,
                phases: Array(repeating: .running, count: actors), random: SplitMix64(state: seed)))
        turns = (0...actors).map { _ in Turn() }
    }

    func look<R: Sendable>(_ body: (inout State) -> R) -> R { state.withLock { body(&$0) } }

    // MARK: The actors' side

    /// One step of an actor, once its turn comes and the condition holds; nil once the world is over.
    @discardableResult
    func step<R: Sendable>(
        _ actor: Int, when condition: @escaping @Sendable (State) -> Bool = { _ in true }, _ body: (inout State) -> R
    ) -> R? {
        if look({ $0.isOver }) { return nil }
        report(actor, .before(condition))
        turns[actor].take()
        return state.withLock { $0.isOver ? nil : body(&$0) }
    }

    func end(_ actor: Int) { report(actor, .ended) }

    private func report(_ actor: Int, _ phase: Phase) {
        state.withLock { $0.phases[actor] = phase }
        turns[turns.count - 1].give()
    }

    // MARK: The scheduler's side

    /// Makes steps until no actor can make one; before each, `disturb` may change the world.
    func run(_ disturb: (inout State) -> Void) {
        for _ in 1..<turns.count { turns[turns.count - 1].take() }
        while let actor = look({ next(&$0, disturb) }) {
            turns[actor].give()
            turns[turns.count - 1].take()
        }
    }

    private func next(_ state: inout State, _ disturb: (inout State) -> Void) -> Int? {
        disturb(&state)
        let able = state.phases.indices.filter {
            if case .before(let condition) = state.phases[$0] { condition(state) } else { false }
        }
        guard let actor = able.randomElement(using: &state.random) else { return nil }
        state.phases[actor] = .running
        return actor
    }

    /// Lets every actor run to its end, in vain.
    func finish() {
        look { $0.isOver = true }
        for turn in turns { turn.give() }
    }
}

private final class Turn: Sendable {
    // POSIX lets any thread call on a semaphore; its place does not change.
    nonisolated(unsafe) private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }
    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func give() { sem_post(semaphore) }
    func take() { while sem_wait(semaphore) != 0 {} }
}

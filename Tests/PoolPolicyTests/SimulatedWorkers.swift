import PoolPolicy

/// The workers of a simulated pool by slot, counted and grouped as they change, so that no event looks at all of them.
final class SimulatedWorkers {
    private var slots: [SimulatedWorker?]
    private var free: [Int]
    private var groups = SimulatedWorker.Group.allCases.map { _ in [Int]() }
    /// Where each slot is in its group.
    private var places: [Int]
    private var spawned = 0
    private(set) var idleBits = 0
    private(set) var starting = 0
    private(set) var ready = 0
    private(set) var worn = 0
    private(set) var retiring = 0
    private(set) var recycling = 0

    init(capacity: Int) {
        slots = Array(repeating: nil, count: capacity)
        places = Array(repeating: 0, count: capacity)
        free = Array((0..<capacity).reversed())
    }

    var count: Int { slots.count - free.count }

    subscript(_ slot: Int) -> SimulatedWorker? { slots[slot] }

    subscript(_ group: SimulatedWorker.Group) -> [Int] { groups[group.rawValue] }

    /// - Returns: its slot; nil where all are taken.
    func spawn(at now: Duration) -> Int? {
        guard let slot = free.popLast() else { return nil }
        spawned += 1
        enter(slot, SimulatedWorker(number: spawned, spawned: now))
        return slot
    }

    func bury(_ slot: Int) {
        leave(slot)
        slots[slot] = nil
        free.append(slot)
    }

    func change(_ slot: Int, _ deed: (inout SimulatedWorker) -> Void) {
        guard var worker = slots[slot] else { return }
        leave(slot)
        deed(&worker)
        enter(slot, worker)
    }

    private func enter(_ slot: Int, _ worker: SimulatedWorker) {
        slots[slot] = worker
        let group = worker.group.rawValue
        places[slot] = groups[group].count
        groups[group].append(slot)
        count(worker, 1)
    }

    private func leave(_ slot: Int) {
        guard let worker = slots[slot], let last = groups[worker.group.rawValue].last else { return }
        let group = worker.group.rawValue
        groups[group][places[slot]] = last
        places[last] = places[slot]
        groups[group].removeLast()
        count(worker, -1)
    }

    private func count(_ worker: SimulatedWorker, _ one: Int) {
        if worker.saysIdle { idleBits += one }
        switch worker.known {
        case .starting: starting += one
        case .ready: ready += one
        case .worn:
            ready += one
            worn += one
        case .asked(let wasWorn):
            retiring += one
            if wasWorn { recycling += one }
        case .abandoned: retiring += one
        }
    }
}

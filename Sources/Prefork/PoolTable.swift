/// The pools of a supervisor by their indices, which stay the same for as long as a pool is there and are taken again
/// afterwards. One for each supervisor, and shared with those that look at it: a copy of a pool's books would be large.
final class PoolTable: Sequence {
    /// Of its own, so that a pool is changed where it lies: what an array of optionals yields was moved out and in again.
    private final class Place {
        var pool: Pool

        init(_ pool: Pool) {
            self.pool = pool
        }
    }

    private var places: [Place?] = []

    subscript(index: Int) -> Pool {
        _read { yield place(index).pool }
        _modify { yield &place(index).pool }
    }

    private func place(_ index: Int) -> Place {
        guard let place = places[index] else { preconditionFailure("nobody speaks of a pool that is gone") }
        return place
    }

    /// Those that are taken, from the lowest on.
    var indices: [Int] { places.indices.filter { places[$0] != nil } }

    func contains(_ index: Int) -> Bool { places.indices.contains(index) && places[index] != nil }

    /// The lowest index that no pool has.
    var freeIndex: Int { places.firstIndex { $0 == nil } ?? places.count }

    func insert(_ pool: Pool) {
        if pool.index == places.count { places.append(nil) }
        places[pool.index] = Place(pool)
    }

    func remove(_ index: Int) {
        places[index] = nil
    }

    func makeIterator() -> some IteratorProtocol<Pool> { places.lazy.compactMap { $0?.pool }.makeIterator() }
}

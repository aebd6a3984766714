/// The pools of a supervisor by their indices, which stay the same for as long as a pool is there and are taken again
/// afterwards.
struct PoolTable: Sequence {
    private var places: [Pool?] = []

    subscript(index: Int) -> Pool {
        _read {
            guard let pool = places[index] else { preconditionFailure("nobody speaks of a pool that is gone") }
            yield pool
        }
        _modify {
            // Moved out and in again, for a copy of its books would be as large as the pool.
            guard var pool = places[index].take() else { preconditionFailure("nobody speaks of a pool that is gone") }
            defer { places[index] = pool }
            yield &pool
        }
    }

    /// Those that are taken, from the lowest on.
    var indices: [Int] { places.indices.filter { places[$0] != nil } }

    func contains(_ index: Int) -> Bool { places.indices.contains(index) && places[index] != nil }

    /// The lowest index that no pool has.
    var freeIndex: Int { places.firstIndex { $0 == nil } ?? places.count }

    mutating func insert(_ pool: Pool) {
        if pool.index == places.count { places.append(nil) }
        places[pool.index] = pool
    }

    mutating func remove(_ index: Int) {
        places[index] = nil
    }

    func makeIterator() -> some IteratorProtocol<Pool> { places.lazy.compactMap(\.self).makeIterator() }
}

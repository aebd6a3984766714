package import PoolPolicy

extension Pool {
    /// What keeps a pool whose maximum is no number from being larger.
    package var bindingLimit: BindingLimit? { size?.ceiling?.resource.limit }

    /// What a worker has to itself, by the mean of those that have measured it; nil where none has.
    var privateMemory: Int? {
        var (sum, count) = (0, 0)
        for slot in 0..<scoreboard.capacity {
            let bytes = scoreboard.slot(slot).pointee.privateMemory
            // What a worker writes is advice: no sum of nonsense may trap.
            guard bytes > 0, bytes <= Self.believable else { continue }
            sum += bytes
            count += 1
        }
        return count > 0 ? sum / count : nil
    }

    private static var believable: Int { 1 << 44 }
}

/// What a member of the supervisor's epoll set stands for, packed into its 64 bits: a kind, and which pool and slot of it.
struct PollToken: Hashable {
    enum Kind: UInt8, CaseIterable {
        case signal, alarm, queue, worker, stderr, examination, channel, observer
    }

    let kind: Kind
    var pool = 0
    var slot = 0

    init(_ kind: Kind, pool: Int = 0, slot: Int = 0) {
        self.kind = kind
        self.pool = pool
        self.slot = slot
    }

    init(_ kind: Kind, of worker: WorkerID) {
        self.init(kind, pool: worker.pool, slot: worker.slot)
    }

    var encoded: UInt64 { UInt64(kind.rawValue) << 56 | UInt64(pool) << 32 | UInt64(slot) }

    init?(_ encoded: UInt64) {
        guard let kind = Kind(rawValue: UInt8(encoded >> 56)) else { return nil }
        self.init(kind, pool: Int(encoded >> 32 & 0xFF_FFFF), slot: Int(encoded & 0xFFFF_FFFF))
    }
}

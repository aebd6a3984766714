/// What a member of the supervisor's epoll set stands for, packed into its 64 bits.
enum PollToken {
    case signal
    case alarm(pool: Int)
    case queue(pool: Int)
    case worker(pool: Int, slot: Int)
    case stderr(pool: Int, slot: Int)
    case examination
    case channel(pool: Int, slot: Int)
    case observer

    static func worker(_ id: WorkerID) -> PollToken { .worker(pool: id.pool, slot: id.slot) }

    static func stderr(_ id: WorkerID) -> PollToken { .stderr(pool: id.pool, slot: id.slot) }

    static func channel(_ id: WorkerID) -> PollToken { .channel(pool: id.pool, slot: id.slot) }

    var encoded: UInt64 {
        switch self {
        case .signal: 0
        case .alarm(let pool): 1 << 56 | UInt64(pool) << 32
        case .queue(let pool): 2 << 56 | UInt64(pool) << 32
        case .worker(let pool, let slot): 3 << 56 | UInt64(pool) << 32 | UInt64(slot)
        case .stderr(let pool, let slot): 4 << 56 | UInt64(pool) << 32 | UInt64(slot)
        case .examination: 5 << 56
        case .channel(let pool, let slot): 6 << 56 | UInt64(pool) << 32 | UInt64(slot)
        case .observer: 7 << 56
        }
    }

    init(_ encoded: UInt64) {
        let pool = Int(encoded >> 32 & 0xFF_FFFF)
        switch encoded >> 56 {
        case 0: self = .signal
        case 1: self = .alarm(pool: pool)
        case 2: self = .queue(pool: pool)
        case 3: self = .worker(pool: pool, slot: Int(encoded & 0xFFFF_FFFF))
        case 4: self = .stderr(pool: pool, slot: Int(encoded & 0xFFFF_FFFF))
        case 5: self = .examination
        case 6: self = .channel(pool: pool, slot: Int(encoded & 0xFFFF_FFFF))
        default: self = .observer
        }
    }
}

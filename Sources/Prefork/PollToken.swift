/// What a member of the supervisor's epoll set stands for, packed into its 64 bits.
enum PollToken {
    case signal
    case alarm(service: Int)
    case queue(service: Int)
    case worker(service: Int, slot: Int)
    case stderr(service: Int, slot: Int)
    case examination
    case channel(service: Int, slot: Int)
    case observer

    static func worker(_ id: WorkerID) -> PollToken { .worker(service: id.service, slot: id.slot) }

    static func stderr(_ id: WorkerID) -> PollToken { .stderr(service: id.service, slot: id.slot) }

    static func channel(_ id: WorkerID) -> PollToken { .channel(service: id.service, slot: id.slot) }

    var encoded: UInt64 {
        switch self {
        case .signal: 0
        case .alarm(let service): 1 << 56 | UInt64(service) << 32
        case .queue(let service): 2 << 56 | UInt64(service) << 32
        case .worker(let service, let slot): 3 << 56 | UInt64(service) << 32 | UInt64(slot)
        case .stderr(let service, let slot): 4 << 56 | UInt64(service) << 32 | UInt64(slot)
        case .examination: 5 << 56
        case .channel(let service, let slot): 6 << 56 | UInt64(service) << 32 | UInt64(slot)
        case .observer: 7 << 56
        }
    }

    init(_ encoded: UInt64) {
        let service = Int(encoded >> 32 & 0xFF_FFFF)
        switch encoded >> 56 {
        case 0: self = .signal
        case 1: self = .alarm(service: service)
        case 2: self = .queue(service: service)
        case 3: self = .worker(service: service, slot: Int(encoded & 0xFFFF_FFFF))
        case 4: self = .stderr(service: service, slot: Int(encoded & 0xFFFF_FFFF))
        case 5: self = .examination
        case 6: self = .channel(service: service, slot: Int(encoded & 0xFFFF_FFFF))
        default: self = .observer
        }
    }
}

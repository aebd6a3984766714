import Glibc

extension ResourceLimit {
    /// What is limited, by the names of limits.conf(5). Those that Linux has no use for any more, `rss` and `locks`, are
    /// left out.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        case addressSpace = "as"
        case core
        case processorTime = "cpu"
        case data
        case fileSize = "fsize"
        case lockedMemory = "memlock"
        case messageQueues = "msgqueue"
        /// 20 less the nice value that may be reached.
        case nice
        case descriptors = "nofile"
        /// Of this process's user, all of them together; the kernel does not apply it to root.
        case processes = "nproc"
        case realTimePriority = "rtprio"
        case realTime = "rttime"
        case pendingSignals = "sigpending"
        case stack

        package enum Measure: Sendable {
            case number, bytes, seconds, microseconds
        }

        package var measure: Measure {
            switch self {
            case .addressSpace, .core, .data, .fileSize, .lockedMemory, .messageQueues, .stack: .bytes
            case .nice, .descriptors, .processes, .realTimePriority, .pendingSignals: .number
            case .processorTime: .seconds
            case .realTime: .microseconds
            }
        }

        var number: __rlimit_resource_t { __rlimit_resource_t(resource.rawValue) }

        private var resource: __rlimit_resource {
            switch self {
            case .addressSpace: RLIMIT_AS
            case .core: RLIMIT_CORE
            case .processorTime: RLIMIT_CPU
            case .data: RLIMIT_DATA
            case .fileSize: RLIMIT_FSIZE
            case .lockedMemory: __RLIMIT_MEMLOCK
            case .messageQueues: __RLIMIT_MSGQUEUE
            case .nice: __RLIMIT_NICE
            case .descriptors: RLIMIT_NOFILE
            case .processes: __RLIMIT_NPROC
            case .realTimePriority: __RLIMIT_RTPRIO
            case .realTime: __RLIMIT_RTTIME
            case .pendingSignals: __RLIMIT_SIGPENDING
            case .stack: RLIMIT_STACK
            }
        }
    }
}

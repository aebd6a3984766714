/// What can keep a pool from growing. The one table of these limits and their names.
package enum BindingLimit: String, CaseIterable, Hashable, Sendable {
    /// Those that this process may run on.
    case processors = "processors of the machine"
    case controlGroupProcessors = "CPU quota of the cgroup"
    case memory = "memory of the machine"
    case controlGroupMemory = "memory of the cgroup"
    case processes = "RLIMIT_NPROC"
    case controlGroupProcesses = "pids limit of the cgroup"
    case descriptors = "RLIMIT_NOFILE"
    /// The scoreboard has room for so many, or no pool may be larger.
    case slots = "slots of the pool"

    package enum Kind: Hashable, Sendable {
        case processors, memory, processes, descriptors, slots
    }

    package var kind: Kind {
        switch self {
        case .processors, .controlGroupProcessors: .processors
        case .memory, .controlGroupMemory: .memory
        case .processes, .controlGroupProcesses: .processes
        case .descriptors: .descriptors
        case .slots: .slots
        }
    }
}

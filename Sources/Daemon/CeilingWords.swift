internal import Control
internal import PoolPolicy

/// Which limit binds a pool, in words, with the numbers that lead to it.
struct CeilingWords: CustomStringConvertible {
    private let ceiling: Ceiling

    init(_ ceiling: Ceiling) {
        self.ceiling = ceiling
    }

    var description: String {
        "\(ceiling.resource.limit.sentence) (\(numbers))"
    }

    private var numbers: String {
        let resource = ceiling.resource
        switch resource.limit.kind {
        case .processors:
            // To the tenth.
            let processors = ShortDecimal(units: Int64(resource.total / 100), places: 1)
            return "\(processors), \(WorkerCost.workersPerProcessor) workers on each"
        case .memory:
            let (left, total, cost) = (
                Self.size(resource.left), Self.size(resource.total), Self.size(ceiling.cost.memory)
            )
            return "\(left) of \(total) left, \(cost) for each worker"
        case .processes: return "\(resource.left) of \(resource.total) left"
        case .descriptors:
            return "\(resource.left) of \(resource.total) left, \(WorkerCost.descriptors) for each worker"
        case .slots: return "\(resource.total)"
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 10 << 20 && !bytes.isMultiple(of: 1 << 20) ? "\(bytes >> 10)K" : "\(bytes >> 20)M"
    }
}

extension BindingLimit {
    /// "RLIMIT_NOFILE binds".
    var sentence: String {
        switch self {
        case .processors, .slots: "\(rawValue) bind"
        case .memory, .processes, .descriptors, .controlGroupMemory, .controlGroupProcesses, .controlGroupProcessors:
            "\(rawValue) binds"
        }
    }
}

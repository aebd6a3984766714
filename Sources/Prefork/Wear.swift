/// Why a worker has served long enough. The numbers are those of its slot; 0 there is none of these.
package enum Wear: UInt32, CaseIterable, Sendable {
    case connections = 1
    case age
    case memory
    /// A configuration that holds no more.
    case configuration
    case processorTime

    /// The key of the configuration that sets the bound, or what else it was.
    package var key: String {
        switch self {
        case .connections: "max-connections"
        case .age: "max-age"
        case .memory: "max-memory"
        case .configuration: "reload"
        case .processorTime: "limits.cpu"
        }
    }
}

/// How many tenants of a pool are in which phase, counted as they move.
struct Tally {
    private(set) var starting = 0
    /// The worn ones too.
    private(set) var ready = 0
    private(set) var worn = 0
    /// All that are not meant to go on.
    private(set) var retiring = 0
    /// Of the retiring: those that were worn.
    private(set) var recycling = 0

    var live: Int { starting + ready + retiring }

    mutating func enter(_ phase: Tenant.Phase) { add(1, phase) }

    mutating func leave(_ phase: Tenant.Phase) { add(-1, phase) }

    private mutating func add(_ count: Int, _ phase: Tenant.Phase) {
        switch phase {
        case .starting: starting += count
        case .ready: ready += count
        case .worn:
            ready += count
            worn += count
        case .retiring(let wear):
            retiring += count
            if wear != nil { recycling += count }
        case .abandoned: retiring += count
        }
    }
}

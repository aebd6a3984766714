/// One worker at an instant: a line of the answer to `workers`.
package struct WorkerStatus: Hashable, JSONRecord {
    package var service = ""
    package var pid = 0
    package var slot = 0
    /// Which tenant of its slot it is.
    package var generation = 0
    /// starting, idle, busy or retiring.
    package var state = ""
    package var seconds = 0.0
    /// That it took, the one in hand among them.
    package var connections = 0
    /// The number of the one in hand.
    package var connection: Int?
    /// Whose it is; nil too for a UNIX client.
    package var peer: String?
    /// In bytes, as it was last measured; nil where nobody has asked for that.
    package var privateMemory: Int?

    package init() {}

    package static let fields: [JSONField<WorkerStatus>] = [
        JSONField("service", \.service),
        JSONField("pid", \.pid),
        JSONField("slot", \.slot),
        JSONField("generation", \.generation),
        JSONField("state", \.state),
        JSONField("seconds", \.seconds),
        JSONField("connections", \.connections),
        JSONField("connection", \.connection),
        JSONField("peer", \.peer),
        JSONField("private_memory", \.privateMemory),
    ]
}

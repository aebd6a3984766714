/// Which worker is meant: the tenant of a slot, told from the ones before it by its generation.
package struct WorkerID: Hashable, Sendable {
    /// Index of its pool: that of its service in one configuration.
    package let pool: Int
    package let slot: Int
    /// The n-th tenant of the slot, from 1.
    package let generation: UInt32

    package init(pool: Int, slot: Int, generation: UInt32) {
        self.pool = pool
        self.slot = slot
        self.generation = generation
    }
}

/// What a service wants for its workers beside the handler.
package struct WorkerSettings: Sendable {
    package var identity: Identity
    /// The program that the workers start, or become; nil: there is none.
    package var program: String?
    /// What the workers of this service may take to finish when all stop; nil: as long as any other.
    package var drainTimeout: Duration?
    /// An orphan, whose supervisor died, gets so long to finish the connection in hand.
    package var orphanTimeout: Duration
    /// Descriptors beside its own that a worker keeps, such as the journal's.
    package var keptDescriptors: [CInt]
    package var recycling: Recycling
    package var wake: WakeOrder
    package var scheduling: WorkerScheduling
    /// Whether workers tell how much private memory they have, though no bound is set for it.
    package var measuresMemory: Bool

    package init(
        identity: Identity = Identity(), program: String? = nil, drainTimeout: Duration? = nil,
        orphanTimeout: Duration = .seconds(30),
        keptDescriptors: [CInt] = [], recycling: Recycling = .never, wake: WakeOrder = .lifo,
        scheduling: WorkerScheduling = .other, measuresMemory: Bool = false
    ) {
        self.identity = identity
        self.program = program
        self.drainTimeout = drainTimeout
        self.orphanTimeout = orphanTimeout
        self.keptDescriptors = keptDescriptors
        self.recycling = recycling
        self.wake = wake
        self.scheduling = scheduling
        self.measuresMemory = measuresMemory
    }
}

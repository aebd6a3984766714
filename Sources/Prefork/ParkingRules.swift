internal import LinuxSystem

/// How many of a pool's workers are armed, and who is next.
package struct ParkingRules {
    let order: WakeOrder
    /// Whoever finds fewer armed arms others.
    let least: Int
    /// Whoever finds so many armed parks.
    let most: Int

    package init(order: WakeOrder, least: Int, most: Int) {
        precondition(least >= 1 && most >= least, "who parks leaves enough armed")
        (self.order, self.least, self.most) = (order, least, most)
    }

    package init(_ order: WakeOrder = .lifo, _ scheduling: WorkerScheduling = .other) {
        self.init(order: order, least: Self.least, most: Self.most(scheduling))
    }

    /// Two, so that one that is stopped or dead delays nobody.
    private static let least = 2

    private static func most(_ scheduling: WorkerScheduling) -> Int {
        switch scheduling {
        // As many as can run at the same time, and the least. While each processor has one that serves, nobody needs to be
        // woken and nobody parks. One fewer, and at each connection somebody is woken to stand in for those that serve, and
        // somebody else parks when they are done; more would wait in vain and have cold caches.
        case .batch: processors + least
        // They may wait for their clients, so that more serve at a time than can run. Whom the kernel wakes itself is there
        // sooner than whom another worker has to wake first.
        case .other: max(16, processors + least)
        }
    }

    private static let processors = min(Processors.count ?? limit, limit)
    private static let limit = 15

    /// How many sets a pool of several listeners has. The kernel may walk over all of them for a connection; and of
    /// two workers at one set both are woken, so there are a few more than workers who wait.
    var sets: Int { most + 4 }
}

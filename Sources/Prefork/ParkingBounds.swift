internal import LinuxSystem

/// How many workers of a pool are armed.
enum ParkingBounds {
    /// Two, so that one that is stopped or dead delays nobody.
    static let least = 2

    /// So many beside as many as can run at the same time. While each processor has one that serves, nobody needs to be
    /// woken and nobody parks. One fewer, and at each connection somebody is woken to stand in for those that serve, and
    /// somebody else parks when they are done; more would wait in vain and have cold caches.
    static let most = min(Processors.count ?? limit, limit) + least

    private static let limit = 15

    /// How many sets a pool of several listeners has. The kernel may walk over all of them for a connection; and of
    /// two workers at one set both are woken, so there are a few more than workers who wait.
    static let sets = max(most, 8)
}

internal import LinuxSystem

/// How many workers of a pool are armed.
enum ParkingBounds {
    /// Two, so that one that is stopped or dead delays nobody.
    static let least = 2

    /// One more than that, and than can run at the same time: fewer would have workers go to sleep and be woken
    /// under a load that keeps them busy, more would wait in vain and have cold caches.
    static let most = max(least, min(Processors.count ?? limit, limit)) + 1

    private static let limit = 15

    /// How many sets a pool of several listeners has. The kernel may walk over all of them for a connection; and of
    /// two workers at one set both are woken, so there are a few more than workers who wait.
    static let sets = max(most, 8)
}

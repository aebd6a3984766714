/// How large a pool was, one change after the other, by the daemon's own log.
struct PoolSizes {
    private(set) var most = 0
    private(set) var last = 0

    init(_ log: [String]) {
        for line in log {
            if line.contains(/worker \d+ spawned/) { last += 1 }
            if line.contains(/worker \d+ (exited|was killed)/) { last -= 1 }
            most = max(most, last)
        }
    }
}

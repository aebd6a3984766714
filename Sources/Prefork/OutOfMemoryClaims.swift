/// Which deaths the kernel's count of OOM kills explains: one for each kill, and only soon after it.
struct OutOfMemoryClaims {
    /// The deaths of one squeeze are not all buried in one turn.
    static let validity = Duration.seconds(1)
    private var counted: Int
    private var open: Int = 0
    private var seen = Duration.zero

    init(counted: Int) {
        self.counted = counted
    }

    /// A process was killed, and the count is `count` now: whether that was the OOM killer.
    mutating func claim(_ count: Int, at now: Duration) -> Bool {
        if now - seen > Self.validity { open = 0 }
        if count > counted {
            open += count - counted
            counted = count
            seen = now
        }
        guard open > 0 else { return false }
        open -= 1
        return true
    }
}

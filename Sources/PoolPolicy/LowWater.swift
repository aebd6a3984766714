/// How many workers were idle at every instant of the last while: nobody would have missed them.
package struct LowWater: Hashable, Sendable {
    package let idle: Int
    /// When there will be more of them, if none is needed until then; nil: all that are idle now were.
    package let risesAt: Duration?

    package init(idle: Int, risesAt: Duration? = nil) {
        self.idle = idle
        self.risesAt = risesAt
    }

    /// The mark of the `window` before `now`, while `idle` workers are.
    /// - Parameter roseAbove: when the number of idle workers last rose above a level from 0 to `idle` - 1. It rose above
    ///   a higher level no earlier, so a binary search finds the mark.
    package init(idle: Int, within window: Duration, at now: Duration, roseAbove: (Int) -> Duration) {
        var (low, high) = (0, idle)
        while low < high {
            let level = (low + high) / 2
            if roseAbove(level) > now - window { high = level } else { low = level + 1 }
        }
        self.init(idle: low, risesAt: low < idle ? roseAbove(low) + window : nil)
    }
}

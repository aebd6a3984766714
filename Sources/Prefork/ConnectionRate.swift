/// Connections in a second, as the one counts who takes them: those of this second and of the one before, in one word.
///
/// Nobody needs a clock that ticks for it, and whoever reads it gets a mean over the last second.
enum ConnectionRate {
    private static let countBits: UInt64 = 20
    private static let countMask: UInt64 = 1 << countBits - 1
    private static let secondMask: UInt64 = 1 << 24 - 1
    private static let nanoseconds: UInt64 = 1_000_000_000

    /// The word with one connection more, at a time in monotonic nanoseconds.
    @inline(__always)
    static func counted(_ word: UInt64, at now: UInt64) -> UInt64 {
        let second = now / nanoseconds & secondMask
        let (noted, current, _) = parts(word)
        if noted == second { return current < countMask ? word + 1 : word }
        let previous = (noted &+ 1) & secondMask == second ? current : 0
        return second << (2 * countBits) | previous << countBits | 1
    }

    static func perSecond(_ word: UInt64, at now: UInt64) -> Double {
        let second = now / nanoseconds & secondMask
        let left = 1 - Double(now % nanoseconds) / Double(nanoseconds)
        let (noted, current, previous) = parts(word)
        if noted == second { return Double(current) + Double(previous) * left }
        return (noted &+ 1) & secondMask == second ? Double(current) * left : 0
    }

    private static func parts(_ word: UInt64) -> (second: UInt64, current: UInt64, previous: UInt64) {
        (word >> (2 * countBits), word & countMask, word >> countBits & countMask)
    }
}

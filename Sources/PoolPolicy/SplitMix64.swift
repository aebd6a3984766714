/// A small generator of repeatable random numbers (Steele, Lea and Flood, 2014), for jitter and simulation.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(state: UInt64) {
        self.state = state
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to `most`.
    package mutating func number(upTo most: Int) -> Int {
        Int(next() % (UInt64(most) + 1))
    }

    /// Up to a tenth of `time`, so that what was to happen together does not.
    package mutating func jitter(of time: Duration) -> Duration {
        time * (Double(next() % 1_000) / 10_000)
    }
}

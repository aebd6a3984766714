import Glibc

/// How long processes were on a processor: those that live, to the nanosecond; those that were waited for, in ticks, of which
/// the kernel keeps a sum for each who waited and tells it cut off.
package struct ProcessorTime: Sendable {
    private let living: Duration
    /// How often those that live came to run.
    private let runs: Int
    private let buried: [Int32: Int]

    /// - Parameter buried: ticks, by who waited.
    package init(living: Duration, runs: Int = 0, buried: [Int32: Int]) {
        self.living = living
        self.runs = runs
        self.buried = buried
    }

    package func runs(since before: ProcessorTime) -> Int { runs - before.runs }

    /// nil where what was cut off may be a tenth of it: many who may have waited, each for little.
    package func since(_ before: ProcessorTime) -> Duration? {
        let ticks = buried.reduce(0) { $0 + $1.value - (before.buried[$1.key] ?? 0) }
        let tick = Duration.milliseconds(1_000 / sysconf(CInt(_SC_CLK_TCK)))
        let used = living - before.living + tick * ticks
        return ticks == 0 || tick * buried.count * 10 <= used ? used : nil
    }
}

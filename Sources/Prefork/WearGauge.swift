internal import PoolPolicy

/// A worker's own measure of how long it has served, taken between connections.
struct WearGauge {
    private let maxConnections: Int?
    private let maxMemory: Int?
    private let measuresMemory: Bool
    private let maxProcessorTime: UInt64?
    private var served = 0
    private var measureAt: UInt64 = 0
    private var isWorn = false

    /// Looking at one's memory costs as much as a few connections.
    static let memoryInterval: UInt64 = 1_000_000_000

    /// - Parameters:
    ///   - measuresMemory: also where no bound is set for it.
    ///   - processorLimit: seconds of processor time with which the kernel ends the worker, whatever it serves then; it is
    ///     worn with half of them.
    init(_ recycling: Recycling, measuresMemory: Bool, processorLimit: Int? = nil, seed: UInt64) {
        var random = SplitMix64(state: seed)
        maxConnections = recycling.maxConnections.map { $0 - random.number(upTo: $0 / 10) }
        maxMemory = recycling.maxMemory
        self.measuresMemory = measuresMemory || recycling.maxMemory != nil
        maxProcessorTime = processorLimit.map { UInt64(clamping: $0).multipliedReportingOverflow(by: 500_000_000) }
            .flatMap { $0.overflow ? nil : $0.partialValue }
    }

    /// Whether anything is bounded or to be told; else it is not asked.
    var isNeeded: Bool { maxConnections != nil || measuresMemory || maxProcessorTime != nil }

    /// One connection more was served.
    /// - Parameter measure: the private memory of this process in bytes, where it can be told.
    /// - Returns: why that is enough, once.
    mutating func served(
        at now: UInt64, processorTime: @autoclosure () -> UInt64 = 0, measure: () -> Int?
    ) -> Wear? {
        served += 1
        var wear: Wear?
        if measuresMemory, now >= measureAt {
            measureAt = now &+ Self.memoryInterval
            if let bytes = measure(), let maxMemory, bytes > maxMemory { wear = .memory }
        }
        if let maxProcessorTime, processorTime() >= maxProcessorTime { wear = .processorTime }
        if let maxConnections, served >= maxConnections { wear = .connections }
        guard !isWorn, let wear else { return nil }
        isWorn = true
        return wear
    }
}

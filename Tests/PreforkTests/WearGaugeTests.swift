import Testing

@testable import Prefork

@Suite("The wear of a worker")
struct WearGaugeTests {
    private static let second: UInt64 = 1_000_000_000

    @Test("a worker says once that it has served enough, at most a tenth early", arguments: 0..<50 as Range<UInt64>)
    func connections(seed: UInt64) throws {
        var gauge = WearGauge(Recycling(maxConnections: 100), measuresMemory: false, seed: seed)
        let said = (1...300).filter { _ in gauge.served(at: 0) { nil } == .connections }
        #expect(said.count == 1)
        #expect((90...100).contains(try #require(said.first)))
    }

    @Test("workers that start together do not all go together")
    func jitter() {
        let bounds = (0..<50 as Range<UInt64>).map { seed in
            var gauge = WearGauge(Recycling(maxConnections: 1_000), measuresMemory: false, seed: seed)
            return (1...1_000).first { _ in gauge.served(at: 0) { nil } != nil }
        }
        #expect(Set(bounds).count > 20)
    }

    @Test("a bound of one connection is just that")
    func one() {
        var gauge = WearGauge(Recycling(maxConnections: 1), measuresMemory: false, seed: 1)
        let wear = gauge.served(at: 0) { nil }
        #expect(wear == .connections)
    }

    @Test("half of the processor time with which the kernel would end a worker is enough")
    func processorTime() {
        var gauge = WearGauge(.never, measuresMemory: false, processorLimit: 10, seed: 1)
        let said = (1...10).map { gauge.served(at: 0, processorTime: $0 * Self.second) { nil } }
        #expect(said.firstIndex(of: .processorTime) == 4 && said.count { $0 != nil } == 1)
        var unlimited = WearGauge(.never, measuresMemory: false, processorLimit: .max, seed: 1)
        let none = unlimited.served(at: 0, processorTime: .max) { nil }
        #expect(none == nil)
    }

    @Test("memory is looked at once a second at most, and above the bound the worker is worn")
    func memory() {
        var gauge = WearGauge(Recycling(maxMemory: 1_000), measuresMemory: false, seed: 1)
        var looks = 0
        var bytes = 1_000
        func serve(_ tenths: UInt64) -> Wear? {
            gauge.served(at: Self.second + tenths * Self.second / 10) {
                looks += 1
                return bytes
            }
        }
        let atTheBound = (0..<20 as Range<UInt64>).compactMap { serve($0) }
        #expect(atTheBound.isEmpty)
        #expect(looks == 2)
        bytes = 1_001
        let above = (20..<60 as Range<UInt64>).map { serve($0) }
        #expect(above.first == .memory)
        #expect(above.dropFirst().allSatisfy { $0 == nil })
    }

    @Test("without a bound nobody is worn, and memory is looked at only where somebody wants to know")
    func unbounded() {
        for wants in [false, true] {
            var gauge = WearGauge(.never, measuresMemory: wants, seed: 1)
            var looks = 0
            let worn = (0..<100 as Range<UInt64>).compactMap { second in
                gauge.served(at: second * Self.second) {
                    looks += 1
                    return Int.max
                }
            }
            #expect(worn.isEmpty)
            #expect(looks == (wants ? 100 : 0))
        }
    }
}

import Testing

@testable import Prefork

@Suite("The rate of connections")
struct ConnectionRateTests {
    private static let second: UInt64 = 1_000_000_000

    private func rate(_ times: [UInt64], at now: UInt64) -> Double {
        ConnectionRate.perSecond(times.reduce(0) { ConnectionRate.counted($0, at: $1) }, at: now)
    }

    @Test("is what came in this second and, as far as it is not over, in the one before")
    func mean() {
        let steady = (0..<200).map { 100 * Self.second + UInt64($0) * Self.second / 100 }
        #expect(rate(steady, at: 102 * Self.second - 1) == 100 + 0.0000001)
        #expect((99...101).contains(rate(Array(steady.prefix(150)), at: 101 * Self.second + Self.second / 2)))
    }

    @Test("fades once nobody comes any more, and is nothing after two seconds")
    func fades() {
        let burst = [UInt64](repeating: 100 * Self.second, count: 40)
        #expect(rate(burst, at: 100 * Self.second) == 40)
        #expect(rate(burst, at: 101 * Self.second + Self.second / 2) == 20)
        #expect(rate(burst, at: 102 * Self.second) == 0)
        #expect(rate([], at: 102 * Self.second) == 0)
    }

    @Test("a pause is no part of the mean, and more than can be counted are as many as can")
    func bounds() {
        #expect(rate([100 * Self.second, 105 * Self.second], at: 105 * Self.second) == 1)
        let full = ConnectionRate.counted(1 << 20 - 1 | 7 << 40, at: 7 * Self.second)
        #expect(ConnectionRate.perSecond(full, at: 7 * Self.second) == Double(1 << 20 - 1))
    }
}

import PoolPolicy
import Testing

@Suite("Bounds of a pool")
struct PoolLimitsTests {
    @Test("a tenth of the maximum may be missing where nothing else is said, and one of a few")
    func maxUnavailable() {
        #expect(PoolLimits(max: 64).maxUnavailable == 7)
        #expect(PoolLimits(min: 1, max: 1).maxUnavailable == 1)
        #expect(PoolLimits(max: PoolLimits.maximum).max == 32_768)
    }

    @Test("a maximum of which there are no slots traps")
    func maximum() async {
        await #expect(processExitsWith: .failure) { _ = PoolLimits(max: 32_769) }
    }

    @Test("a time of nothing traps, before a policy spins with it")
    func times() async {
        await #expect(processExitsWith: .failure) { _ = PoolLimits(idleTimeout: .zero) }
        await #expect(processExitsWith: .failure) { _ = PoolLimits(startTimeout: .zero) }
    }

    @Test("a pool of which nobody may be missing traps, for nobody could be replaced")
    func nobodyMissing() async {
        await #expect(processExitsWith: .failure) { _ = PoolLimits(maxUnavailable: 0) }
    }

    @Test("what was set afterwards is looked at too")
    func check() async {
        await #expect(processExitsWith: .failure) {
            var limits = PoolLimits()
            limits.idleTimeout = .zero
            limits.check()
        }
    }
}

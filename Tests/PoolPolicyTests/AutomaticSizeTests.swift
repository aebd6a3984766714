import PoolPolicy
import Testing

@Suite("A size that follows what the daemon is given")
struct AutomaticSizeTests {
    private static let busy = Census(idle: 0, serving: 10)
    private var limits = PoolLimits(min: 2, max: 256, spare: 2)
    private var size = AutomaticSize(slots: 256, maxUnavailable: .percent(10))

    private static func descriptors(_ left: Int) -> [Resource] {
        [.processors(.processors, thousandths: 2_000), Resource(.descriptors, total: 1_000, left: left)]
    }

    @Test("sets the maximum, and what may be missing at once as a share of it")
    func fits() {
        var (limits, size) = (limits, size)
        let ceiling = size.fit(&limits, to: Self.descriptors(364), live: 10, privateMemory: nil, now: .zero)
        #expect(ceiling?.resource.limit == .descriptors)
        #expect(limits.max == 160 && limits.maxUnavailable == 16 && limits.min == 2)
        #expect(size.ceiling == ceiling)
    }

    @Test("is looked at first of all, and then once a second while the pool may want to grow")
    func due() {
        var (limits, size) = (limits, size)
        let idle = Census(idle: 2)
        #expect(size.isDue(idle, limits, now: .zero))
        _ = size.fit(&limits, to: Self.descriptors(364), live: 0, privateMemory: nil, now: .zero)
        #expect(!size.isDue(Self.busy, limits, now: .milliseconds(999)))
        #expect(size.isDue(Self.busy, limits, now: .seconds(1)))
        #expect(!size.isDue(idle, limits, now: .seconds(1_000)))
    }

    @Test("tells which limit binds when that is another, and not more than once a minute")
    func tells() {
        var (limits, size) = (limits, size)
        let steps: [(Int, left: Int, told: BindingLimit?)] = [
            (0, 364, .descriptors), (1, 300, nil), (2, 1_000, nil), (60, 1_000, .processors), (61, 1_000, nil),
            (62, 300, nil), (119, 300, nil), (120, 300, .descriptors),
        ]
        for (second, left, told) in steps {
            let ceiling = size.fit(
                &limits, to: Self.descriptors(left), live: 10, privateMemory: nil, now: .seconds(second))
            #expect(ceiling?.resource.limit == told, "after \(second) s")
            #expect(size.ceiling?.resource.limit == (left == 1_000 ? .processors : .descriptors))
        }
    }
}

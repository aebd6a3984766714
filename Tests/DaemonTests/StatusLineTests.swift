import PoolPolicy
import Testing

@testable import Daemon
@testable import Prefork

@Suite("The line of status for the service manager")
struct StatusLineTests {
    private func pool(
        _ name: String, _ census: Census, max: Int = 8, failures: Int = 0, isSaturated: Bool = false,
        isDraining: Bool = false, limit: BindingLimit? = nil, isFixed: Bool = false, wasReady: Bool = true
    ) -> PoolSummary {
        PoolSummary(
            name: name, census: census, limits: PoolLimits(min: 3, max: max, spare: 0), wasReady: wasReady,
            startFailures: failures, isSaturated: isSaturated, isDraining: isDraining, bindingLimit: limit,
            isFixed: isFixed)
    }

    @Test("says of each service who is busy and idle, how many there may be, and how many come in a second")
    func workers() {
        let pools = [
            pool("a", Census(idle: 1, serving: 3)), pool("b", Census(starting: 2, idle: 4, retiring: 1)),
            pool("c", Census(serving: 3), isFixed: true),
        ]
        #expect(
            StatusLine(pools, rates: [411.6, 0.4, 0]).description
                == "Workers: a 3 busy, 1 idle of 8, 412/s; b 0 busy, 4 idle, 2 starting, 1 retiring of 8; c 3 of 3")
    }

    @Test("says first what is wrong, the worst before the rest")
    func wrong() {
        let pools = [
            pool("a", Census(), isDraining: true),
            pool("b", Census(serving: 8), isSaturated: true, limit: .memory),
            pool("c", Census(), failures: 2, wasReady: false),
        ]
        #expect(
            StatusLine(pools, rates: [0, 50, 0]).description
                == """
                c FAILING (2 failed starts in a row); b SATURATED (all 8 workers busy); a DRAINED; \
                Starting: a 0 busy, 0 idle of 8; b 8 busy, 0 idle of 8 (memory of the machine), 50/s; c 0 busy, 0 idle of 8
                """)
    }

    @Test("speaks of one as of one, and counts who is busy without those that are leaving")
    func one() {
        let pools = [
            pool("a", Census(), failures: 1), pool("b", Census(serving: 1, retiring: 7), isSaturated: true),
            pool("c", Census(serving: 3, retiring: 5), isSaturated: true),
        ]
        let line = StatusLine(pools, rates: [0, 0, 0]).description
        #expect(
            line.hasPrefix(
                "a FAILING (1 failed start); b SATURATED (its worker busy); c SATURATED (all 3 workers busy); "))
    }
}

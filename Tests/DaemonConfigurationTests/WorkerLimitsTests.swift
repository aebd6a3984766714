import PoolPolicy
import Testing

@testable import DaemonConfiguration

@Suite("The limits of a pool fit each other")
struct WorkerLimitsTests {
    static let fitting: [(String, min: Int, max: Int, spare: Int)] = [
        ("", 4, 64, 2),
        ("max = 1", 1, 1, 1),
        ("max = 3", 3, 3, 2),
        ("max = 5", 4, 5, 2),
        ("min = 100", 100, 100, 2),
        ("min = 0", 0, 64, 2),
        ("min = 2, max = 2", 2, 2, 2),
        ("min = 0, max = 1, spare = 0", 0, 1, 0),
        ("min = 100, spare = 100", 100, 100, 100),
        ("max = 32768, spare = 32768", 4, 32768, 32768),
    ]

    @Test("a default gives way to what is written", arguments: fitting)
    func fits(written: String, min: Int, max: Int, spare: Int) throws {
        let workers = try service(in: echo("workers = { \(written) }")).workers
        #expect(workers == WorkerPlan(PoolLimits(min: min, max: max, spare: spare)))
    }

    static let contradictions: [(String, [String])] = [
        ("max = 3, min = 9", ["main.toml:4:22: \"workers.min\" (9) is greater than \"workers.max\" (3)"]),
        ("max = 3, spare = 9", ["main.toml:4:22: \"workers.spare\" (9) is greater than \"workers.max\" (3)"]),
        ("spare = 65", ["main.toml:4:13: \"workers.spare\" (65) is greater than \"workers.max\" (64)"]),
        (
            "min = 9, max = 3, spare = 4",
            [
                "main.toml:4:13: \"workers.min\" (9) is greater than \"workers.max\" (3)",
                "main.toml:4:31: \"workers.spare\" (4) is greater than \"workers.max\" (3)",
            ]
        ),
        (
            "max = 3, max-unavailable = 4",
            ["main.toml:4:22: \"workers.max-unavailable\" (4) is greater than \"workers.max\" (3)"]
        ),
        (
            "max-unavailable = 65",
            ["main.toml:4:13: \"workers.max-unavailable\" (65) is greater than \"workers.max\" (64)"]
        ),
        (
            "max = \"some\", spare = 90",
            ["main.toml:4:19: \"workers.max\" must be an integer or \"auto\", not \"some\""]
        ),
        ("max = 0, spare = 90", ["main.toml:4:19: \"workers.max\" must be 1 to 32768, not 0"]),
    ]

    @Test("what contradicts itself is told with both numbers", arguments: contradictions)
    func contradicts(written: String, expected: [String]) throws {
        #expect(try errors(in: echo("workers = { \(written) }")) == expected)
    }

    @Test("a default gives way to more than it where only that is written")
    func unavailableWithoutMaximum() throws {
        let workers = try service(in: echo("workers = { min = 100, max-unavailable = 100 }")).workers
        #expect(workers.max == .workers(100))
        #expect(workers.maxUnavailable == .workers(100))
    }

    @Test("what \"auto\" comes to is not known here, so nothing contradicts it")
    func auto() throws {
        let workers = try service(
            in: echo("workers = { max = \"auto\", min = 100, spare = 99, max-unavailable = 98 }")
        ).workers
        #expect(workers.max == .auto)
        let expected = PoolLimits(min: 100, max: 100, spare: 99, maxUnavailable: 98)
        #expect(workers.limits(max: 100) == expected)
    }

    static let shares: [(WorkerShare, of: Int, is: Int)] = [
        (.percent(10), 64, 7), (.percent(10), 60, 6), (.percent(10), 1, 1), (.percent(1), 32_768, 328),
        (.percent(100), 7, 7), (.percent(50), 3, 2), (.workers(3), 64, 3), (.workers(9), 4, 4),
    ]

    @Test("a share is rounded up, and at least one worker", arguments: shares)
    func share(share: WorkerShare, workers: Int, expected: Int) {
        #expect(share.count(of: workers) == expected)
    }
}

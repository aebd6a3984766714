import Testing

@testable import LinuxSystem

@Suite("What a control group allows")
struct ControlGroupBoundsTests {
    private static func bounds(_ files: [String: String]) -> ControlGroupBounds {
        ControlGroupBounds { files[$0] }
    }

    static let memories: [([String: String], Stock?)] = [
        (["memory.max": "1000\n", "memory.current": "400\n"], Stock(total: 1_000, used: 400)),
        (["memory.max": "max\n", "memory.current": "400\n"], nil),
        (["memory.max": "max\n", "memory.high": "800\n", "memory.current": "400\n"], Stock(total: 800, used: 400)),
        (["memory.max": "1000\n", "memory.high": "max\n", "memory.current": "400\n"], Stock(total: 1_000, used: 400)),
        (
            ["memory.max": "1000\n", "memory.current": "400\n", "memory.stat": "anon 100\ninactive_file 250\n"],
            Stock(total: 1_000, used: 150)
        ),
        (
            ["memory.max": "1000\n", "memory.current": "400\n", "memory.stat": "anon\n?"],
            Stock(total: 1_000, used: 400)
        ),
        (["memory.max": "100\n", "memory.current": "400\n"], Stock(total: 100, used: 100)),
        (["memory.max": "1000\n"], nil),
        (["memory.max": "", "memory.current": "400\n"], nil),
        (["memory.max": "-5\n", "memory.current": "400\n"], nil),
        (["memory.max": "99999999999999999999\n", "memory.current": "400\n"], nil),
        (["memory.max": "1000\n", "memory.current": "many\n"], nil),
        ([:], nil),
    ]

    @Test("of memory, the cache of files taken as free", arguments: memories)
    func memory(files: [String: String], expected: Stock?) {
        #expect(Self.bounds(files).memory == expected)
    }

    static let pids: [([String: String], Stock?)] = [
        (["pids.max": "40\n", "pids.current": "10\n"], Stock(total: 40, used: 10)),
        (["pids.max": "max\n", "pids.current": "10\n"], nil),
        (["pids.max": "40\n"], nil),
        (["pids.max": "x\n", "pids.current": "10\n"], nil),
    ]

    @Test("of processes", arguments: pids)
    func processes(files: [String: String], expected: Stock?) {
        #expect(Self.bounds(files).processes == expected)
    }

    static let quotas: [(String, Int?)] = [
        ("200000 100000\n", 2_000), ("50000 100000\n", 500), ("1 1000000\n", 1), ("max 100000\n", nil), ("max\n", nil),
        ("100000\n", nil), ("0 100000\n", nil), ("100000 0\n", nil), ("-1 100000\n", nil), ("", nil),
        ("9223372036854775807 100000\n", nil), ("a b\n", nil), ("1 2 3\n", nil),
    ]

    @Test("of processors, in thousandths", arguments: quotas)
    func processors(text: String, expected: Int?) {
        #expect(Self.bounds(["cpu.max": text]).processors == expected)
    }
}

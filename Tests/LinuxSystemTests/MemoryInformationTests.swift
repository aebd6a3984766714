import TestSupport
import Testing

@testable import LinuxSystem

@Suite("The memory of the machine")
struct MemoryInformationTests {
    static let texts: [(String, Stock?)] = [
        (
            "MemTotal:        1000 kB\nMemFree:   10 kB\nMemAvailable:     400 kB\n",
            Stock(total: 1_024_000, used: 614_400)
        ),
        ("MemTotal:        1000 kB\nMemFree:   10 kB\n", nil),
        ("MemAvailable:     400 kB\n", nil),
        ("MemTotal:        1000 MB\nMemAvailable:     400 kB\n", nil),
        ("MemTotal:        many kB\nMemAvailable:     400 kB\n", nil),
        ("MemTotal:        -1 kB\nMemAvailable:     400 kB\n", nil),
        ("MemTotal:        9223372036854775807 kB\nMemAvailable:     400 kB\n", nil),
        ("", nil),
    ]

    @Test("is read where both numbers are there", arguments: texts)
    func stock(text: String, expected: Stock?) {
        #expect(MemoryInformation.stock(in: text) == expected)
    }

    @Test("is what the kernel says, and unknown where its file is hidden")
    func files() throws {
        let tree = try TemporaryFolder()
        #expect(MemoryInformation.read(root: tree.path) == nil)
        try tree.write("proc/meminfo", "MemTotal: 8 kB\nMemAvailable: 4 kB\n")
        #expect(MemoryInformation.read(root: tree.path) == Stock(total: 8_192, used: 4_096))
        let real = try #require(MemoryInformation.read())
        #expect(real.total > 1 << 20 && real.left <= real.total)
    }
}

/// How much memory this process shares with nobody, from the kernel's summary of its mappings (proc_pid_smaps(5)).
package enum PrivateMemory {
    /// Bytes in memory and, where they were swapped out, in swap; nil where the kernel does not tell.
    package static func measure() -> Int? {
        rollup.contents(limit: 1 << 14).flatMap(bytes)
    }

    /// Has it stay measurable in a chroot.
    package static func keepReadable() {
        rollup.keepOpen()
    }

    private static let rollup = OwnFile("/proc/self/smaps_rollup")

    /// The sum of the lines that are nobody else's; nil where one is missing.
    package static func bytes(inRollup text: [UInt8]) -> Int? {
        var sum = 0
        for key in ["Private_Clean:", "Private_Dirty:", "SwapPss:"] {
            guard let kilobytes = number(after: Array(key.utf8), in: text) else { return nil }
            sum += kilobytes * 1_024
        }
        return sum
    }

    private static func number(after key: [UInt8], in text: [UInt8]) -> Int? {
        for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: key) {
            let digits = line.dropFirst(key.count).drop { $0 == UInt8(ascii: " ") }.prefix { (48...57).contains($0) }
            return Int(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }
}

/// Finds the name that was probably meant.
enum Suggestion {
    /// `; did you mean "…"?`, or nothing where no candidate is close.
    static func clause(for name: String, among candidates: [String]) -> String {
        nearest(to: name, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
    }

    static func nearest(to name: String, among candidates: [String]) -> String? {
        let written = name.utf8.map(lowercased)
        // Comparing costs the product of both lengths.
        guard written.count <= 64 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            guard let distance = distance(written, candidate.utf8.map(lowercased)) else { continue }
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Edits from one to the other; nil where they are too many to be a slip.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int? {
        let allowed = Swift.max(1, Swift.max(a.count, b.count) / 3)
        if abs(a.count - b.count) <= allowed, case let edits = edits(a, b), edits <= allowed { return edits }
        let (short, long) = a.count < b.count ? (a, b) : (b, a)
        return short.count >= 3 && long.starts(with: short) ? long.count : nil
    }

    /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
    private static func edits(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var cost = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = Swift.min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

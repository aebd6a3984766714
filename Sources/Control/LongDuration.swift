/// A span of time in the two units that matter: "3 d 4 h", "2 min 5 s", "0.2 s".
package struct LongDuration: CustomStringConvertible {
    private let seconds: Double

    package init(seconds: Double) {
        self.seconds = seconds
    }

    private static let units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)]

    package var description: String {
        guard seconds >= 10 else { return "\((max(0, seconds) * 10).rounded() / 10) s" }
        var rest = Int(clamping: Int64(min(seconds, 1e12)))
        guard let first = Self.units.firstIndex(where: { rest >= $0.1 }) else { return "0 s" }
        var words: [String] = []
        for (name, length) in Self.units[first...].prefix(2) where rest >= length {
            words.append("\(rest / length) \(name)")
            rest %= length
        }
        return words.joined(separator: " ")
    }
}

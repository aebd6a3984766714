internal import Control

/// Numbers as people read them; the page's script writes them the same way.
enum Figures {
    /// In groups of three, with narrow spaces between them.
    static func count(_ value: Int) -> String {
        var groups: [String] = []
        var rest = String(value.magnitude)[...]
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(String(rest), at: 0)
        return (value < 0 ? "-" : "") + groups.joined(separator: "\u{202F}")
    }

    static func rate(_ value: Double) -> String {
        if value >= 100 { return count(Int(value.rounded())) }
        return "\(ShortDecimal(value, places: 1))"
    }

    static func bytes(_ value: Int) -> String {
        var (size, unit) = (Double(value), 0)
        while size >= 1_024, unit < units.count - 1 { (size, unit) = (size / 1_024, unit + 1) }
        return "\(ShortDecimal(size, places: 1))\u{A0}\(units[unit])"
    }

    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
}

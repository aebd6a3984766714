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
        return decimal(value)
    }

    static func bytes(_ value: Int) -> String {
        var (size, unit) = (Double(value), 0)
        while size >= 1_024, unit < units.count - 1 { (size, unit) = (size / 1_024, unit + 1) }
        return "\(decimal(size))\u{A0}\(units[unit])"
    }

    /// To the tenth, where there are any.
    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
}

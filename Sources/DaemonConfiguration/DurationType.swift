extension ValueType where Value == Duration {
    /// A whole number with its unit.
    static func duration(_ range: ClosedRange<Duration>) -> ValueType {
        let noun = "a time such as \"30s\""
        let bounds = "\(range.lowerBound.configurationText) to \(range.upperBound.configurationText)"
        return ValueType(
            noun: noun, bounds: bounds,
            read: { node, key, problems in
                guard let value = Duration.units.read(node, key, noun: noun, &problems) else { return nil }
                let duration = Duration.milliseconds(value)
                if range.contains(duration) { return duration }
                problems.report("\"\(key)\" must be \(bounds), not \(duration.configurationText)", at: node.place)
                return nil
            },
            show: { Escaping.literal($0.configurationText) })
    }
}

extension Duration {
    static var day: Duration { .seconds(86_400) }

    /// `500ms`, `30s`, `5min`, `1h`, `1d`.
    static let units = Units(
        all: [
            .init(name: "d", factor: 86_400_000), .init(name: "h", factor: 3_600_000),
            .init(name: "min", factor: 60_000), .init(name: "s", factor: 1000), .init(name: "ms", factor: 1),
        ],
        example: "30s", excess: "is far too long")

    /// In the largest unit that divides it.
    var configurationText: String {
        let milliseconds = Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
        if milliseconds == 0 { return "0s" }
        return Self.units.write(milliseconds) ?? "\(milliseconds)ms"
    }
}

extension ValueType where Value == Int {
    /// Bytes: a whole number with its unit.
    static func size(_ range: ClosedRange<Int>) -> ValueType {
        let noun = "a size such as \"64M\""
        let bounds = "\(Int.sizeText(range.lowerBound)) to \(Int.sizeText(range.upperBound))"
        return ValueType(
            noun: noun, bounds: bounds,
            read: { node, key, problems in
                guard let bytes = Int.sizes.read(node, key, noun: noun, &problems) else { return nil }
                if range.contains(bytes) { return bytes }
                problems.report("\"\(key)\" must be \(bounds), not \(Int.sizeText(bytes))", at: node.place)
                return nil
            },
            show: { Escaping.literal(Int.sizeText($0)) })
    }
}

extension Int {
    /// Powers of 1024, as systemd has them.
    static let sizes = Units(
        all: [
            .init(name: "T", factor: 1 << 40), .init(name: "G", factor: 1 << 30), .init(name: "M", factor: 1 << 20),
            .init(name: "K", factor: 1 << 10),
        ],
        example: "64M", excess: "is far too large")

    /// Bytes in the largest unit that divides them; what was read is a multiple of the smallest.
    static func sizeText(_ bytes: Int) -> String {
        bytes == 0 ? "0K" : sizes.write(bytes) ?? "\(bytes >> 10)K"
    }
}

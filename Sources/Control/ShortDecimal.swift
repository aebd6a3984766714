/// A number to a few places behind the point, without the zeros at their end: "0.05", "1.5", "2".
package struct ShortDecimal: CustomStringConvertible {
    private let units: Int64
    private let places: Int

    /// - Parameter units: of the last place: 15 for 1.5 with one place.
    package init(units: Int64, places: Int) {
        (self.units, self.places) = (units, places)
    }

    /// The nearest one to `value`.
    package init(_ value: Double, places: Int) {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        self.init(units: Int64((value * scale).rounded()), places: places)
    }

    package var description: String {
        var digits = String(units.magnitude)
        digits = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        var fraction = digits.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        let sign = units < 0 ? "-" : ""
        return "\(sign)\(digits.dropLast(places))\(fraction.isEmpty ? "" : ".")\(fraction)"
    }
}

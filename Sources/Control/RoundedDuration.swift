/// How long something takes, in two digits or a few more: "0.05 ms", "12 ms", "1.2 s"; from a minute on as a span.
package struct RoundedDuration: CustomStringConvertible {
    private let seconds: Double

    package init(seconds: Double) {
        self.seconds = seconds
    }

    package var description: String {
        if seconds >= 60 { return LongDuration(seconds: seconds).description }
        return seconds >= 1 ? "\(Self.decimal(seconds)) s" : "\(Self.decimal(seconds * 1_000)) ms"
    }

    /// More exact than that the classes are not.
    private static func decimal(_ value: Double) -> ShortDecimal {
        ShortDecimal(value, places: value < 1 ? 2 : value < 10 ? 1 : 0)
    }
}

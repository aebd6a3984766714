/// How long something takes, in two digits or a few more: "0.05 ms", "12 ms", "1.2 s"; from a minute on as a span.
package struct ReadableDuration: CustomStringConvertible {
    private let seconds: Double

    package init(seconds: Double) {
        self.seconds = seconds
    }

    package var description: String {
        if seconds >= 60 { return ReadableSpan(seconds: seconds).description }
        return seconds >= 1 ? "\(Self.decimal(seconds)) s" : "\(Self.decimal(seconds * 1_000)) ms"
    }

    private static func decimal(_ value: Double) -> String {
        // Hundredths up to 1, tenths up to 10, and more exact than that the classes are not.
        let parts: Double = value < 1 ? 100 : value < 10 ? 10 : 1
        let rounded = (value * parts).rounded() / parts
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

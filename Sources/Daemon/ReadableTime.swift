internal import LinuxSystem

/// A time as people compare it in a log: "0.214 ms", "1.5 s", "30 s".
struct ReadableTime: CustomStringConvertible {
    private let microseconds: Int64

    init(_ duration: Duration) {
        microseconds = duration.wholeMicroseconds
    }

    var description: String {
        microseconds < 1_000_000 ? "\(Self.decimal(microseconds)) ms" : "\(Self.decimal(microseconds / 1_000)) s"
    }

    /// Thousandths, without the zeros at the end.
    private static func decimal(_ thousandths: Int64) -> String {
        var fraction = String(1_000 + thousandths % 1_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? "\(thousandths / 1_000)" : "\(thousandths / 1_000).\(fraction)"
    }
}

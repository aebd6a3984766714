internal import Control
internal import LinuxSystem

/// A time as people compare it in a log: "0.214 ms", "1.5 s", "30 s".
struct LogDuration: CustomStringConvertible {
    private let microseconds: Int64

    init(_ duration: Duration) {
        microseconds = duration.wholeMicroseconds
    }

    var description: String {
        microseconds < 1_000_000
            ? "\(ShortDecimal(units: microseconds, places: 3)) ms"
            : "\(ShortDecimal(units: microseconds / 1_000, places: 3)) s"
    }
}

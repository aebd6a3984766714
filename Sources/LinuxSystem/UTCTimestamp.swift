// Both, for the members of timespec and timeval belong to whichever of the two the compiler has read first.
import CLinux
import Glibc

/// A moment in UTC to the millisecond, written as `2026-11-20T18:40:01.123Z` (RFC 3339).
package struct UTCTimestamp: Sendable {
    private let seconds: Int
    private let milliseconds: Int

    package init(secondsSince1970 seconds: Int, milliseconds: Int = 0) {
        self.seconds = seconds
        self.milliseconds = milliseconds
    }

    package static func now() -> UTCTimestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UTCTimestamp(secondsSince1970: time.tv_sec, milliseconds: time.tv_nsec / 1_000_000)
    }
}

extension UTCTimestamp: CustomStringConvertible {
    package var description: String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        let date = [
            padded(Int(parts.tm_year) + 1900, 4), padded(Int(parts.tm_mon) + 1, 2), padded(Int(parts.tm_mday), 2),
        ]
        let time = [padded(Int(parts.tm_hour), 2), padded(Int(parts.tm_min), 2), padded(Int(parts.tm_sec), 2)]
        return "\(date.joined(separator: "-"))T\(time.joined(separator: ":")).\(padded(milliseconds, 3))Z"
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

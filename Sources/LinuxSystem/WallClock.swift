// Both, for the members of tm belong to whichever of the two the compiler has read first.
import CLinux
import Glibc

/// The time of day, for the services that tell it.
package enum WallClock {
    /// Seconds since 1970-01-01 00:00 UTC.
    package static func secondsSince1970() -> Int {
        time(nil)
    }

    /// Reads the time zone once and for all. Without a TZ, the C library would look at the file again and again, also
    /// where there is none any more: in a chroot.
    package static func readTimeZone() {
        setenv("TZ", ":/etc/localtime", 0)
        tzset()
    }

    /// `seconds` as HTTP writes them: RFC 9110, 5.6.7.
    package static func httpDate(_ seconds: Int) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        return formatted(&parts, "%a, %d %b %Y %H:%M:%S GMT")
    }

    /// `seconds` in the local time zone, written by strftime(3) in the C locale.
    package static func formatted(_ seconds: Int, _ format: String) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        localtime_r(&moment, &parts)
        return formatted(&parts, format)
    }

    private static func formatted(_ parts: inout tm, _ format: String) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            let length = strftime(buffer.baseAddress, buffer.count, format, &parts)
            return String(
                decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<length]), as: UTF8.self)
        }
    }
}

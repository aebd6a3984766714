internal import LinuxSystem
package import Prefork

/// RFC 868: sends the seconds since 1900-01-01 00:00 UTC as 32 bits, highest byte first, and closes.
package struct TimeHandler: ConnectionHandler {
    package init() {}

    package mutating func serve(_ connection: inout Connection) throws {
        try connection.write(Self.bytes(secondsSince1970: WallClock.secondsSince1970()))
    }

    /// From 1900 to 1970: 70 years, 17 of them leap years (the RFC's own figure).
    private static let offset = 2_208_988_800

    /// The 32 bits start again at 0 in 2036, as the RFC foresees no more of them.
    static func bytes(secondsSince1970 seconds: Int) -> [UInt8] {
        let time = UInt32(truncatingIfNeeded: seconds + offset)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: time >> $0) }
    }
}

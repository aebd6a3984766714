internal import LinuxSystem
package import Prefork

/// RFC 867: sends the date and time as one line of ASCII and closes.
package struct DaytimeHandler: ConnectionHandler {
    package init() {}

    /// Before a worker can be in a chroot without the zone's file.
    package mutating func start() throws {
        WallClock.readTimeZone()
    }

    package mutating func serve(_ connection: inout Connection) throws {
        try connection.write(Self.line(WallClock.secondsSince1970()))
    }

    /// The first of the RFC's two popular syntaxes: "Weekday, Month Day, Year Time-Zone".
    static func line(_ seconds: Int) -> String {
        WallClock.formatted(seconds, "%A, %B %-d, %Y %H:%M:%S-%Z\r\n")
    }
}

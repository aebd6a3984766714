import Glibc
import LinuxSystem
import Testing

@testable import Handlers

@Suite("Daytime, RFC 867")
struct DaytimeTests {
    /// In a process of its own, for a time zone is the whole process's.
    @Test("a known moment is told in the RFC's words and the local time zone, after a start without the zone's file")
    func known() async {
        await #expect(processExitsWith: .success) {
            setenv("TZ", "PST8PDT,M4.1.0,M10.5.0", 1)
            var handler = DaytimeHandler()
            try handler.start()
            #expect(DaytimeHandler.line(383_276_263) == "Monday, February 22, 1982 17:37:43-PST\r\n")
            #expect(DaytimeHandler.line(489_052_800) == "Monday, July 1, 1985 01:00:00-PDT\r\n")
            setenv("TZ", "UTC0", 1)
            tzset()
            #expect(DaytimeHandler.line(0) == "Thursday, January 1, 1970 00:00:00-UTC\r\n")
        }
    }

    @Test("a client is sent the present moment as one line of printable ASCII and end-of-file")
    func present() throws {
        let before = WallClock.secondsSince1970()
        let exchange = try Exchange(DaytimeHandler()) { connection in
            var connection = connection
            return try connection.readToEnd()
        }
        let after = WallClock.secondsSince1970()
        let line = exchange.seen
        #expect(line.suffix(2) == [0x0D, 0x0A])
        #expect(line.dropLast(2).allSatisfy { (0x20...0x7E).contains($0) })
        #expect((before...after).contains { DaytimeHandler.line($0) == String(decoding: line, as: UTF8.self) })
        #expect(exchange.failure == nil)
    }
}

import LinuxSystem
import Testing

@testable import Handlers

@Suite("Time, RFC 868")
struct TimeTests {
    @Test(
        "a moment is the 32 bits that the RFC names for it, highest byte first",
        arguments: [
            (-2_208_988_800, 0),
            (0, 2_208_988_800),
            (189_302_400, 2_398_291_200),
            (315_532_800, 2_524_521_600),
            (420_595_200, 2_629_584_000),
            // 17 November 1858, which the RFC gives as a negative number.
            (-3_506_716_800, UInt32(bitPattern: -1_297_728_000)),
            // 7 February 2036, 06:28:15 and :16.
            (2_085_978_495, .max),
            (2_085_978_496, 0),
        ] as [(Int, UInt32)])
    func known(seconds: Int, expected: UInt32) {
        let bytes = TimeHandler.bytes(secondsSince1970: seconds)
        #expect(bytes.count == 4)
        #expect(bytes.reduce(0) { $0 << 8 | UInt32($1) } == expected)
    }

    @Test("a client is sent the present moment in 4 bytes and end-of-file")
    func present() throws {
        let before = WallClock.secondsSince1970()
        let exchange = try Exchange(TimeHandler()) { connection in
            var connection = connection
            return try connection.readToEnd()
        }
        let after = WallClock.secondsSince1970()
        let possible = (before...after).map(TimeHandler.bytes)
        #expect(possible.contains(exchange.seen))
        #expect(exchange.sent == 4)
        #expect(exchange.failure == nil)
    }
}

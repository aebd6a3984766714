import Handlers
import Prefork
import SystemPackage
import Testing

@Suite("Echo, RFC 862")
struct EchoTests {
    /// Every byte value in no order that a buffer's length would hide.
    private static func bytes(_ count: Int) -> [UInt8] {
        var state: UInt64 = 7
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    @Test(
        "whatever bytes a client sends come back unchanged and in order, the last ones after it has ended its side",
        arguments: [0, 1, 65_535, 65_536, 65_537, 1 << 20])
    func unchanged(size: Int) throws {
        let bytes = Self.bytes(size)
        let exchange = try Exchange(EchoHandler()) { connection in
            var connection = connection
            var back: [UInt8] = []
            // So much may be under way without either end waiting for the other to read.
            let step = 16_384
            for start in stride(from: 0, to: size, by: step) {
                if start > 0 { back += try connection.read(exactly: step) }
                try connection.write(Array(bytes[start..<min(size, start + step)]))
            }
            try connection.closeWriting()
            return back + (try connection.readToEnd())
        }
        #expect(exchange.seen == bytes)
        #expect(exchange.received == UInt64(size))
        #expect(exchange.sent == UInt64(size))
        #expect(exchange.failure == nil)
    }

    @Test("a few bytes come back at once, not when more have gathered")
    func atOnce() throws {
        let exchange = try Exchange(EchoHandler()) { connection in
            var connection = connection
            var back: [String] = []
            for word in ["a", "bc", "d\r\n"] {
                try connection.write(word)
                back.append(String(decoding: try connection.read(exactly: word.utf8.count), as: UTF8.self))
            }
            return back
        }
        #expect(exchange.seen == ["a", "bc", "d\r\n"])
        #expect(exchange.failure == nil)
    }
}

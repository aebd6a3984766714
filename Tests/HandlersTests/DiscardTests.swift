import Handlers
import Prefork
import Testing

@Suite("Discard, RFC 863")
struct DiscardTests {
    @Test("all that a client sends is taken, nothing is sent back, and its end is the end", arguments: [0, 1, 1 << 20])
    func silent(size: Int) throws {
        let exchange = try Exchange(DiscardHandler()) { connection in
            var connection = connection
            try connection.write([UInt8](repeating: 0x3F, count: size))
            try connection.closeWriting()
            return try connection.readToEnd()
        }
        #expect(exchange.seen == [])
        #expect(exchange.received == UInt64(size))
        #expect(exchange.sent == 0)
        #expect(exchange.failure == nil)
    }
}

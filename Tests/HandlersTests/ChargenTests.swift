import Handlers
import LinuxSystem
import Prefork
import SystemPackage
import Testing

@Suite("Character generator, RFC 864")
struct ChargenTests {
    /// Line N: the characters N to N + 71 of the ring of 95.
    private static func line(_ number: Int) -> [UInt8] {
        (number..<number + 72).map { UInt8(0x20 + $0 % 95) } + [0x0D, 0x0A]
    }

    private static let cycle = (0..<95).flatMap(line)

    @Test("lines are 72 printing characters and CRLF, each a step further round the ring, and go on without a seam")
    func pattern() throws {
        let exchange = try Exchange(ChargenHandler()) { connection in
            var connection = connection
            return try connection.read(exactly: 74 * 95 * 3)
        }
        let lines = stride(from: 0, to: exchange.seen.count, by: 74).map { Array(exchange.seen[$0..<$0 + 74]) }
        let first = ##" !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefg"##
        try #require(lines.count == 95 * 3)
        #expect(String(decoding: lines[0], as: UTF8.self) == first + "\r\n")
        #expect(String(decoding: lines[1], as: UTF8.self) == first.dropFirst() + "h\r\n")
        for (number, line) in lines.enumerated() { #expect(line == Self.line(number)) }
        #expect(exchange.failure == nil, "a client that leaves is no failure")
    }

    @Test("a client that talks is not reset: what it sends is thrown away, and the lines go on")
    func talkative() throws {
        let words = [UInt8](repeating: 0x3F, count: 4_096)
        let rounds = 256
        // More is read than sent, or each end would wait for the other to read.
        let answer = 65_536
        let exchange = try Exchange(ChargenHandler()) { connection in
            var connection = connection
            var stream: [UInt8] = []
            for _ in 0..<rounds {
                try connection.write(words)
                stream += try connection.read(exactly: answer)
            }
            return stream
        }
        #expect(exchange.seen.count == rounds * answer)
        let whole = exchange.seen.count / Self.cycle.count
        let expected = (0...whole).flatMap { _ in Self.cycle }.prefix(exchange.seen.count)
        #expect(exchange.seen.elementsEqual(expected), "one of \(exchange.seen.count) bytes differs")
        #expect(exchange.received > UInt64(rounds * words.count / 2))
        #expect(exchange.failure == nil)
    }

    @Test("a client that only ends its own side is sent lines until it closes")
    func halfClose() throws {
        let exchange = try Exchange(ChargenHandler()) { connection in
            var connection = connection
            try connection.closeWriting()
            return try connection.read(exactly: 1 << 20).count
        }
        #expect(exchange.seen == 1 << 20)
        #expect(exchange.failure == nil)
    }
}

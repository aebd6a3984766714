import Handlers
import Prefork
import Testing

@Suite("Quote of the day, RFC 865")
struct QuoteTests {
    @Test(
        "a quote is sent as it is, and a line end is added where it has none",
        arguments: [
            ("one", "one\r\n"), ("one\n", "one\n"), ("one\r\n", "one\r\n"), ("one\r", "one\r\r\n"), ("", "\r\n"),
            ("two\nlines", "two\nlines\r\n"), ("Grüße", "Grüße\r\n"),
        ])
    func lineEnd(quote: String, expected: String) throws {
        let exchange = try Exchange(QuoteHandler(quotes: [quote])) { connection in
            var connection = connection
            return try connection.readToEnd()
        }
        #expect(String(decoding: exchange.seen, as: UTF8.self).utf8.elementsEqual(expected.utf8))
        #expect(exchange.failure == nil)
    }

    @Test("each connection is sent one of the quotes, and no quote is left out for ever")
    func everyQuote() throws {
        var handler: any ConnectionHandler = QuoteHandler(quotes: ["one", "two", "three"])
        var seen: Set<String> = []
        for _ in 0..<200 {
            let exchange = try Exchange(handler) { connection in
                var connection = connection
                return String(decoding: try connection.readToEnd(), as: UTF8.self)
            }
            handler = exchange.handler
            seen.insert(exchange.seen)
        }
        #expect(seen == ["one\r\n", "two\r\n", "three\r\n"])
    }

    @Test("a client that sends something is sent its quote all the same, and no reset overtakes it")
    func talkative() throws {
        let exchange = try Exchange(QuoteHandler(quotes: ["one"]), waitsForInput: true) { connection in
            var connection = connection
            try connection.write("any quote?\r\n")
            return String(decoding: try connection.readToEnd(), as: UTF8.self)
        }
        #expect(exchange.seen == "one\r\n")
        #expect(exchange.failure == nil)
    }
}

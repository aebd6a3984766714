import Handlers
import Prefork
import Testing

@Suite("Greeting")
struct GreetingTests {
    @Test(
        "a client is sent exactly the message and end-of-file",
        arguments: [
            "Smile from the server\n", "no line end", "a \0 in it", "Grüße, 笑顔\r\n", "",
            String(repeating: "long ", count: 200_000),
        ])
    func exact(message: String) throws {
        let exchange = try Exchange(GreetingHandler(message: message)) { connection in
            var connection = connection
            return try connection.readToEnd()
        }
        #expect(exchange.seen == Array(message.utf8))
        #expect(exchange.sent == UInt64(message.utf8.count))
        #expect(exchange.failure == nil)
    }

    @Test(
        "a client that has sent what nobody reads is sent the same, and no reset overtakes it", arguments: [1, 50_000])
    func talkative(size: Int) throws {
        let message = String(repeating: "Smile from the server\n", count: 5_000)
        let exchange = try Exchange(GreetingHandler(message: message), waitsForInput: true) { connection in
            var connection = connection
            try connection.write([UInt8](repeating: 0x3F, count: size))
            return try connection.readToEnd()
        }
        #expect(exchange.seen == Array(message.utf8))
        #expect(exchange.received == UInt64(size))
        #expect(exchange.failure == nil)
    }

    @Test("the second connection of a worker is served as the first")
    func again() throws {
        var handler: any ConnectionHandler = GreetingHandler(message: "again\n")
        for _ in 0..<3 {
            let exchange = try Exchange(handler) { connection in
                var connection = connection
                return String(decoding: try connection.readToEnd(), as: UTF8.self)
            }
            #expect(exchange.seen == "again\n")
            handler = exchange.handler
        }
    }
}

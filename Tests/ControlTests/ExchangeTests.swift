import Testing

@testable import Control

@Suite("A client's exchange")
struct ExchangeTests {
    private var exchange = ControlExchange(at: .zero)

    /// What the client has been sent, taken off in one go.
    private mutating func takeAll(at now: Duration = .zero) -> String {
        let bytes = Array(exchange.unsent)
        exchange.sent(bytes.count, at: now)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("a request may come byte by byte, and is told once it is whole")
    mutating func piecemeal() {
        for byte in "status".utf8 { #expect(exchange.receive([byte], at: .zero) == nil) }
        #expect(exchange.receive(Array("\nmore".utf8), at: .zero) == .status)
        #expect(!exchange.isReading && !exchange.isOver)
        #expect(exchange.deadline == nil, "it is our turn")
        #expect(exchange.receive(Array("reload\n".utf8), at: .zero) == nil, "one request for each connection")
    }

    @Test("a reply ends with how it went, and the exchange with it")
    mutating func reply() {
        _ = exchange.receive(Array("status\n".utf8), at: .zero)
        exchange.answer(.rows([1, 2]), at: .zero)
        #expect(takeAll() == "1\n2\n{\"end\":\"ok\"}\n")
        #expect(exchange.isOver)
    }

    @Test("what is no request is told so")
    mutating func malformed() {
        #expect(exchange.receive(Array("stutus\n".utf8), at: .zero) == nil)
        #expect(takeAll() == "{\"end\":\"failed\",\"reasons\":[\"no such request\"]}\n")
        #expect(exchange.isOver)
    }

    @Test("a line without an end is not waited for once it is too long")
    mutating func endless() {
        var bytes = 0
        while exchange.isReading, bytes < 10_000 {
            _ = exchange.receive([UInt8](repeating: 0x61, count: 100), at: .zero)
            bytes += 100
        }
        #expect(bytes <= 400)
        #expect(takeAll().contains("at most"))
    }

    @Test("half a request is waited for for so long and no longer")
    mutating func half() {
        _ = exchange.receive(Array("stat".utf8), at: .seconds(4))
        #expect(exchange.deadline == ControlExchange.patience, "bytes buy no time")
        exchange.keepDeadline(at: ControlExchange.patience - .milliseconds(1))
        #expect(!exchange.isOver)
        exchange.keepDeadline(at: ControlExchange.patience)
        #expect(exchange.isOver)
    }

    @Test("while others wait for its place, a client is not waited for as long")
    mutating func crowded() {
        exchange.keepDeadline(at: ControlExchange.crowdedPatience - .milliseconds(1), isCrowded: true)
        #expect(!exchange.isOver)
        _ = exchange.receive(Array("workers\n".utf8), at: .zero)
        exchange.keepDeadline(at: .seconds(100), isCrowded: true)
        #expect(!exchange.isOver, "it is our turn")
        exchange.answer(.rows([1]), at: .seconds(100))
        #expect(exchange.deadline(isCrowded: true) == .seconds(100) + ControlExchange.crowdedPatience)
        exchange.keepDeadline(at: .seconds(100) + ControlExchange.crowdedPatience, isCrowded: true)
        #expect(exchange.isOver)
    }

    @Test("a client that is gone before it has asked is given up")
    mutating func gone() {
        #expect(exchange.receive([], at: .zero) == nil)
        #expect(exchange.isOver)
    }

    @Test("no more is made ready than a client that does not read may leave lying")
    mutating func slowReader() {
        _ = exchange.receive(Array("workers\n".utf8), at: .zero)
        var asked = 0
        exchange.answer(
            ReplySource {
                asked += 1
                return .line(.string(String(repeating: "x", count: 97)))
            }, at: .zero)
        #expect(exchange.unsent.count <= ControlExchange.ahead + 100)
        #expect(asked <= ControlExchange.ahead / 100 + 1)
        exchange.sent(1_000, at: .seconds(1))
        #expect(exchange.unsent.count <= ControlExchange.ahead + 100)
        #expect(exchange.deadline == .seconds(1) + ControlExchange.stall)
        exchange.keepDeadline(at: .seconds(1) + ControlExchange.stall)
        #expect(exchange.isOver && exchange.unsent.isEmpty)
    }

    @Test("a source that has nothing yet is asked again, and has no deadline meanwhile")
    mutating func later() {
        _ = exchange.receive(Array("events 0 follow\n".utf8), at: .zero)
        var lines: [JSON] = []
        exchange.answer(ReplySource { lines.popLast().map { .line($0) } ?? .later }, at: .zero)
        #expect(exchange.unsent.isEmpty && exchange.deadline == nil && !exchange.isOver)
        lines = [.integer(1)]
        exchange.prepare(at: .seconds(100))
        #expect(exchange.deadline == .seconds(100) + ControlExchange.stall)
        #expect(takeAll(at: .seconds(101)) == "1\n")
        #expect(exchange.deadline == nil && !exchange.isOver)
    }
}

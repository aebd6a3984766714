import PoolPolicy
import Testing

@testable import Control

@Suite("The protocol under nonsense")
struct FuzzTests {
    private static let words = [
        "status", "workers", "events", "follow", "scale", "reload", "log-level", "-", "0", "99999999999999999999",
        "smile",
        " ", "\n", "\r", "\0", "\u{FF}",
    ]

    @Test("no bytes in any order crash, hang or swell an exchange", arguments: 0..<200 as Range<UInt64>)
    func exchange(seed: UInt64) {
        var numbers = SplitMix64(state: seed)
        var exchange = ControlExchange(at: .zero)
        var now = Duration.zero
        var requests = 0
        for _ in 0..<200 where !exchange.isOver {
            now += .milliseconds(Int.random(in: 0...2_000, using: &numbers))
            switch Int.random(in: 0..<8, using: &numbers) {
            case 0: exchange.keepDeadline(at: now)
            case 1: exchange.sent(Int.random(in: 0...exchange.unsent.count, using: &numbers), at: now)
            case 2: exchange.prepare(at: now)
            case 3: if exchange.receive(Self.noise(&numbers), at: now) != nil { requests += 1 }
            default:
                let text = (0..<Int.random(in: 1...6, using: &numbers)).map { _ in
                    Self.words.randomElement(using: &numbers) ?? ""
                }
                if exchange.receive(Array(text.joined().utf8), at: now) != nil {
                    requests += 1
                    exchange.answer(.rows((0..<Int.random(in: 0...2_000, using: &numbers)).map { $0 }), at: now)
                }
            }
            #expect(exchange.unsent.count <= ControlExchange.ahead + 1_000)
        }
        #expect(requests <= 1)
        // Whatever it was, it does not wait for its client for ever.
        if exchange.deadline != nil { exchange.keepDeadline(at: now + .seconds(60)) }
        #expect(exchange.isOver || exchange.deadline == nil)
    }

    @Test("no bytes crash the reader of replies, and what it takes it also writes", arguments: 0..<500 as Range<UInt64>)
    func replies(seed: UInt64) throws {
        var numbers = SplitMix64(state: seed)
        var bytes = Array(Self.sample.text.utf8)
        for _ in 0..<Int.random(in: 1...8, using: &numbers) {
            let index = Int.random(in: bytes.indices, using: &numbers)
            switch Int.random(in: 0..<3, using: &numbers) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &numbers)
            case 1: bytes.remove(at: index)
            default: bytes.insert(contentsOf: bytes[index...].prefix(9), at: index)
            }
        }
        guard let value = try? JSONReader.read(bytes) else { return }
        #expect(try JSONReader.read(value.text.utf8) == value)
        _ = DaemonStatus(json: value)
    }

    private static var sample: JSON {
        var (status, service, listener) = (DaemonStatus(), ServiceStatus(), ListenerStatus())
        listener.address = "127.0.0.1:7890"
        listener.queue = 3
        (service.name, service.reason, service.listeners) = ("smile", "2 failed\nstarts", [listener])
        service.perSecond = 0.125
        status.services = [service, service]
        return status.json
    }

    private static func noise(_ numbers: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: 0...300, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    }
}

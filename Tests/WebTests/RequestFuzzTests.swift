import PoolPolicy
import Testing

@testable import Web

@Suite("Requests under nonsense")
struct RequestFuzzTests {
    private static let pieces = [
        "GET", "HEAD", " ", "/", "/metrics", "*", "http://", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "\r\n", "\r\n\r\n",
        "\n", "\n\n", "\r", "Host: a", "Content-Length: 0", "Content-Length: 7", "Transfer-Encoding: chunked", ":",
        "\0", "é", "?",
    ]

    @Test("no bytes in any pieces crash, hang or swell the reader", arguments: 0..<2_000 as Range<UInt64>)
    func nonsense(seed: UInt64) {
        var numbers = SplitMix64(state: seed)
        let whole = Self.bytes(&numbers)
        var (reader, rest) = (HTTPRequestReader(), whole[...])
        var outcome: HTTPRequestReader.Outcome?
        while outcome == nil {
            let piece = rest.prefix(Int.random(in: 1...200, using: &numbers))
            rest = rest.dropFirst(piece.count)
            outcome = reader.take(piece)
        }
        // In one piece it is the same, but for an end that it would have to be told of.
        var other = HTTPRequestReader()
        let once = other.take(whole)
        #expect(once == nil ? outcome == .refused(.badRequest) || outcome == .gone : outcome == once)
        if case .request(let request) = outcome {
            #expect(request.path.first == "/" || request.path == "*")
            #expect(!request.path.contains("?") && request.method.utf8.allSatisfy(\.isToken))
        }
    }

    private static func bytes(_ numbers: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0:
            let count = Int.random(in: 0...20_000, using: &numbers)
            return (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        case 1:
            for _ in 0..<Int.random(in: 0...40, using: &numbers) {
                bytes += (pieces.randomElement(using: &numbers) ?? "").utf8
            }
        default:
            bytes = Array("GET /metrics?a HTTP/1.1\r\nHost: a\r\nAccept: text/plain\r\n\r\n".utf8)
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                let index = Int.random(in: bytes.indices, using: &numbers)
                switch Int.random(in: 0..<3, using: &numbers) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes.remove(at: index)
                default: bytes.insert(contentsOf: bytes[index...].prefix(9), at: index)
                }
            }
        }
        return bytes
    }
}

import Glibc
import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@testable import Web

@Suite("Patience with who takes an answer")
struct AnswerPatienceTests {
    private func patience() -> AnswerPatience {
        AnswerPatience(.seconds(5), longest: .seconds(12), of: 100, now: .seconds(1_000))
    }

    @Test("who takes nothing is given up after the pause, however often it is looked at")
    func nothing() {
        var patience = patience()
        for second in 0..<5 { patience.see(100, now: .seconds(1_000 + second)) }
        #expect(patience.end == .seconds(1_005))
    }

    @Test("who takes some has the pause once more, but not for ever")
    func some() {
        var patience = patience()
        patience.see(99, now: .seconds(1_004))
        #expect(patience.end == .seconds(1_009))
        patience.see(98, now: .seconds(1_008))
        #expect(patience.end == .seconds(1_012))
        patience.see(1, now: .seconds(1_011))
        #expect(patience.end == .seconds(1_012))
    }

    /// More than any buffers between the two ends hold.
    private static let large = 32 << 20

    private func serve(_ connection: inout Connection, _ patience: Duration) throws {
        try HTTPExchange(names: OwnNames([]), patience: patience).serve(&connection) { _ in
            HTTPResponse(.ok, type: HTTPResponse.plainText, body: [UInt8](repeating: 0x61, count: Self.large))
        }
    }

    @Test("who reads slowly gets all of a large answer, though it takes longer than the pause")
    func slow() throws {
        let pause = Duration.seconds(4)
        let listener = try Listener("127.0.0.1:0")
        let address = listener.address.description
        let reader = TestThread {
            var connection = try Connection(to: address)
            try connection.write("GET / HTTP/1.0\n\n")
            let end = MonotonicClock.now() + pause + .seconds(1)
            var count = 0
            while true {
                let bytes = try connection.read(upTo: 1 << 18)
                if bytes.isEmpty { return count }
                count += bytes.count
                // For longer than the pause; then the rest at once.
                if MonotonicClock.now() < end { usleep(100_000) }
            }
        }
        var connection = try listener.accept()
        let outcome = Result { try serve(&connection, pause) }
        _ = consume connection
        let count = try reader.join()
        try outcome.get()
        #expect(count > Self.large)
    }

    @Test("who reads nothing is given up")
    func silent() throws {
        let listener = try Listener("127.0.0.1:0")
        var client = try Connection(to: listener.address.description)
        try client.write("GET / HTTP/1.0\n\n")
        var connection = try listener.accept()
        #expect(throws: Errno.timedOut) { try serve(&connection, .milliseconds(100)) }
        #expect(client.bytesReceived == 0)
    }
}

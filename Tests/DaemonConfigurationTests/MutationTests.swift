import PoolPolicy
import Testing

@testable import DaemonConfiguration

@Suite("A damaged file never does worse than an error")
struct MutationTests {
    static let original = Array(
        """
        # Grüße
        [daemon]
        log-level = "debug"
        drain-timeout = "2min"

        [service.smile]
        listen = ["127.0.0.1:7890", "[::1]:7890",
            "unix:/run/smile.sock"]
        backlog = 0x11
        socket = { mode = "0640", owner = "root", nodelay = true }
        handler = "greeting"
        message = '''
        Grüß Gott
        '''
        workers.min = 1
        workers.max = 9

        [service.quote]
        listen = "*:17"
        handler = "qotd"
        quotes = ["a\\n", \"""b
        c\"""]
        [service.quote.workers]
        start-timeout = "1500ms"

        """.utf8)

    // What does damage in TOML more often than a random byte.
    static let fragments = [
        "\"", "'''", "\"\"\"", "\\", "[", "]", "{", "}", "=", ",", ".", "#", "\n", "\r", "\0", "é", "\u{FEFF}",
    ]

    @Test("thousands of mutations give a plan, or errors at places inside of the file", arguments: 1...UInt64(8))
    func mutations(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let folder = try ConfigurationFolder()
        var plans = 0
        for round in 0..<500 {
            var bytes = Self.original
            for _ in 0...Int.random(in: 0...3, using: &random) { Self.damage(&bytes, &random) }
            try folder.write(bytes, to: "main.toml")
            do throws(ConfigurationErrors) {
                let plan = try folder.load().plan
                plans += 1
                #expect(!plan.services.isEmpty, "seed \(seed), round \(round)")
            } catch {
                #expect(!error.errors.isEmpty, "seed \(seed), round \(round)")
                for error in error.errors {
                    let isWithin = Self.contains(error.place, bytes)
                    #expect(isWithin, "seed \(seed), round \(round): \(error)")
                    let isPlain = error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
                    #expect(
                        isPlain && error.message.unicodeScalars.count < 400, "seed \(seed), round \(round): \(error)")
                }
            }
        }
        #expect(plans > 0 && plans < 500, "seed \(seed): the mutations neither spare nor spoil everything")
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let index = Int.random(in: 0...bytes.count, using: &random)
        let end = Int.random(in: index...Swift.min(bytes.count, index + 40), using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        case 1: bytes.removeSubrange(index..<end)
        case 2: bytes.insert(contentsOf: Array((fragments.randomElement(using: &random) ?? "").utf8), at: index)
        case 3: bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...bytes.count, using: &random))
        case 4: bytes.removeSubrange(index...)
        default: if index < bytes.count { bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random) }
        }
    }

    /// Behind the last character of a line, and of the file, there is one more place to point to.
    private static func contains(_ place: Place, _ bytes: [UInt8]) -> Bool {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard place.line >= 1, place.line <= lines.count, place.column >= 1 else { return false }
        return place.column <= lines[place.line - 1].count + 1
    }
}

import LinuxSystem
import Testing

@testable import Prefork

@Suite("Signals and poll tokens")
struct SupervisorCommandTests {
    static let commands: [(signal: Signal, command: SupervisorCommand?)] = [
        (.terminate, .stop), (.interrupt, .stop), (.user1, .report), (.hangup, .reload), (.user2, .upgrade),
        (.terminalInput, .raiseMinimum), (.terminalOutput, .lowerMinimum), (.quit, nil), (.pipe, nil),
    ]

    @Test("a signal means what the table says, or nothing", arguments: commands)
    func command(row: (signal: Signal, command: SupervisorCommand?)) {
        #expect(SupervisorCommand(row.signal) == row.command)
        #expect(SupervisorCommand.signals.contains(row.signal) == (row.command != nil))
    }

    static let workers = [(0, 0), (0, 32_767), (255, 1), (16_777_215, 4_294_967_295)]

    @Test("a token comes back as it was, whatever it stands for, and no two are the same", arguments: workers)
    func tokens(pool: Int, slot: Int) {
        let tokens = PollToken.Kind.allCases.map { PollToken($0, pool: pool, slot: slot) }
        for token in tokens { #expect(PollToken(token.encoded) == token) }
        #expect(Set(tokens.map(\.encoded)).count == tokens.count)
    }
}

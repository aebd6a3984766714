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

    @Test("a worker's token names its pool and slot and nothing else", arguments: workers)
    func worker(pool: Int, slot: Int) {
        let token = PollToken(PollToken.worker(pool: pool, slot: slot).encoded)
        guard case .worker(pool, slot) = token else {
            Issue.record("\(token)")
            return
        }
        let others = [PollToken.signal, .alarm(pool: pool), .queue(pool: pool)].map(\.encoded)
        #expect(Set(others + [token.encoded]).count == 4)
    }

    @Test("tokens of pools come back as they were", arguments: [0, 1, 255, 16_777_215])
    func pool(index: Int) {
        guard case .alarm(index) = PollToken(PollToken.alarm(pool: index).encoded),
            case .queue(index) = PollToken(PollToken.queue(pool: index).encoded),
            case .signal = PollToken(PollToken.signal.encoded)
        else {
            Issue.record("pool \(index)")
            return
        }
    }
}

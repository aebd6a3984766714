import Control
import DaemonConfiguration
import LinuxSystem
import Testing

@testable import Daemon
@testable import PoolPolicy
@testable import Prefork

@Suite("Events as records")
struct EventLogTests {
    @Test("a decision is told again under the name of its service, whoever has the place of its pool by then")
    func decisions() {
        let log = DaemonLog(level: .error)
        var events = EventLog(log: log)
        events.write(.poolOpened(0, service: "first", .handler), now: .zero)
        events.write(.decided(Decision(pool: 0, kind: .spawned(2, .demand), census: Census())), now: .zero)
        events.write(.poolOpened(0, service: "second", .handler), now: .zero)
        events.write(.reportRequested([]), now: .zero)
        let last = log.history.elements.last
        #expect(last?.service == "first" && last?.message.contains(" ago: first: grew by 2") == true)
    }

    /// In a process of its own, for its stderr is a log.
    @Test("a service is not silent on its deaths because another one had its place, whose workers died all the time")
    func deaths() async {
        await #expect(processExitsWith: .success) {
            let log = DaemonLog(level: .error)
            var events = EventLog(log: log)
            let worker = WorkerID(pool: 0, slot: 0, generation: 1)
            let death = SupervisorEvent.workerEnded(
                worker, pid: 7, WorkerDeath(.killed(.kill, coreDumped: false)), .unasked, inHand: nil)
            events.write(.poolOpened(0, service: "first", .handler), now: .zero)
            for _ in 0..<100 { events.write(death, now: .zero) }
            #expect(log.history.elements.count < 100)
            events.write(.poolOpened(0, service: "second", .handler), now: .zero)
            events.write(death, now: .zero)
            #expect(log.history.elements.last?.service == "second")
        }
    }

    @Test("what a worker wrote steers nobody's terminal, in the record of its death and in the reason of a failure")
    func lastWords() {
        var death = WorkerDeath(.exited(WorkerExit.startFailed))
        death.lastWords = "\u{1B}]0;x\u{7}\u{9B}1m é\tü\nmore"
        #expect(death.firstWords == "\\x1B]0;x\\x07\\xC2\\x9B1m é\tü")
        #expect(death.startFailure == "could not start: \\x1B]0;x\\x07\\xC2\\x9B1m é\tü")
    }
}

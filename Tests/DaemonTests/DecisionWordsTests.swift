import Testing

@testable import Daemon
@testable import PoolPolicy
@testable import Prefork

@Suite("Decisions in words")
struct DecisionWordsTests {
    private func words(_ kind: Decision.Kind, _ census: Census = Census()) -> String {
        DecisionWords(Decision(pool: 0, kind: kind, census: census), isAcceptor: false).description
    }

    private func saturated(_ workers: Int, leaving: Int = 0) -> String {
        let report = Saturation.Report(lasted: .seconds(1), peak: 7, workers: workers, leaving: leaving, goesOn: true)
        return words(.saturated(report, nil))
    }

    @Test("name the workers of a saturated pool, and apart from them those that only hold places")
    func saturation() {
        let (start, end) = (
            "saturated: clients waited for 1 s while ", ", up to 7 at once, and it goes on; raise workers.max"
        )
        #expect(saturated(4) == "\(start)all 4 workers were busy\(end)")
        #expect(saturated(4, leaving: 1) == "\(start)all 4 workers were busy and 1 other worker was retiring\(end)")
        #expect(saturated(1, leaving: 3) == "\(start)its worker was busy and 3 other workers were retiring\(end)")
        #expect(saturated(0, leaving: 2) == "\(start)there was no worker yet and 2 other workers were retiring\(end)")
    }

    @Test("speak of one as of one")
    func one() {
        #expect(
            words(.spawned(1, .demand), Census(serving: 1, waiting: 1))
                == "grew by 1 from 1 worker: 1 busy, 0 idle, 0 starting, 1 client waiting")
        #expect(words(.throttled(.seconds(1), .forkRefused, failures: 1)).contains("(1 time in a row)"))
    }
}

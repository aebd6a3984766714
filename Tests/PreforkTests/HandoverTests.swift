import Prefork
import Testing

@Suite("What one program tells the next")
struct HandoverTests {
    private static let whole: Handover = {
        var handover = Handover()
        handover.version = "1.2 3"
        handover.pools = [
            PoolRemains(
                service: "a b=%\u{e9}\n", capacity: 70_000, isCurrent: true, wasReady: true,
                totals: Totals(
                    accepted: .max, served: 1, failed: 2, crashed: 3, received: 4, sent: 5, unrecorded: 6, started: 7,
                    died: 8),
                memory: 10, alarm: 11, ledger: 12, sets: [13, 14], listeners: [15],
                workers: [
                    WorkerRemains(
                        slot: 0, generation: .max, pid: 1, phase: .ready, spawned: .nanoseconds(1), descriptor: 16,
                        lifeline: 17, stderr: 18),
                    WorkerRemains(
                        slot: 69_999, generation: 1, pid: 2, phase: .retiring, spawned: .seconds(9), descriptor: 19),
                ]),
            PoolRemains(
                service: "", capacity: 1, totals: Totals(), memory: 20, alarm: 21, ledger: 22, sets: [], listeners: []),
        ]
        handover.records = [HandoverRecord("listener", ["address": "unix:/with space", "descriptor": "15"])]
        return handover
    }()

    @Test("comes back as it was")
    func roundTrip() {
        #expect(Handover(Self.whole.text) == Self.whole)
    }

    @Test("names every descriptor, once for each owner")
    func descriptors() {
        #expect(Self.whole.descriptors.sorted() == [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22])
    }

    @Test("is refused when anything of it is missing")
    func cut() {
        let text = Self.whole.text
        for count in 0..<text.utf8.count - 1 {
            #expect(Handover(String(decoding: text.utf8.prefix(count), as: UTF8.self)) == nil)
        }
    }

    @Test(
        "is refused when it makes no sense",
        arguments: ["", "x\n", "preforkd-handover 2\nprogram version=1 layout=1\nend\n", "preforkd-handover 1\nend\n"])
    func nonsense(text: String) {
        #expect(Handover(text) == nil)
    }
}

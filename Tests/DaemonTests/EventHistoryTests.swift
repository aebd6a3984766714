import Control
import Testing

@testable import Daemon
@testable import Prefork

@Suite("The history of events")
struct EventHistoryTests {
    private let history = EventHistory()

    private func add(_ numbers: Range<Int>) {
        for number in numbers { history.add("info", "event \(number)", service: nil) }
    }

    /// What a source has now: messages, with how many were missed before each.
    private func take(_ source: ReplySource) -> (lines: [String], isOver: Bool) {
        var lines: [String] = []
        while true {
            switch source.next() {
            case .line(let line):
                guard let event = EventReport(json: line) else { return (["no event"], true) }
                lines.append(event.missed > 0 ? "\(event.missed) missed, \(event.message)" : event.message)
            case .later: return (lines, false)
            case .end: return (lines, true)
            }
        }
    }

    @Test("has the last few that are asked for, and ends")
    func last() {
        add(0..<10)
        #expect(take(history.source(.last(2), follow: false)) == (["event 8", "event 9"], true))
        #expect(take(history.source(.last(0), follow: false)) == ([], true))
        #expect(take(history.source(.last(99), follow: false)).lines.count == 10)
    }

    @Test("a follower has each that comes, once")
    func follow() {
        add(0..<3)
        let source = history.source(.last(1), follow: true)
        #expect(take(source) == (["event 2"], false))
        #expect(take(source) == ([], false))
        add(3..<5)
        #expect(take(source) == (["event 3", "event 4"], false))
    }

    @Test("keeps so many and no more; who was slower is told how many were missed")
    func bounds() {
        let source = history.source(.last(0), follow: true)
        add(0..<EventHistory.capacity + 5)
        let taken = take(source).lines
        #expect(taken.count == EventHistory.capacity)
        #expect(taken.first == "5 missed, event 5" && taken.last == "event \(EventHistory.capacity + 4)")
    }

    @Test("has what came after an event of a number, and nothing where there is none yet")
    func after() {
        add(0..<10)
        #expect(take(history.source(.after(8), follow: false)) == (["event 8", "event 9"], true))
        let source = history.source(.after(10), follow: true)
        #expect(take(source) == ([], false))
        add(10..<11)
        #expect(take(source) == (["event 10"], false))
        guard case .end(.failed) = history.source(.after(12), follow: true).next() else {
            Issue.record("an event that was never told is no place to go on from")
            return
        }
    }

    @Test("goes on from that of the program before, in its order and by its numbers, and keeps no more")
    func handover() throws {
        history.add("warning", "before = 100 %\n", service: "a b")
        add(0..<EventHistory.capacity)
        var handover = Handover()
        handover.records = [HandoverRecord("other", [:])] + history.records
        let next = EventHistory()
        next.add("notice", "early", service: nil)
        next.goOn(from: try #require(Handover(handover.text)))
        let events = next.elements
        #expect(events.count == EventHistory.capacity)
        #expect(events.dropLast() == history.elements.dropFirst())
        #expect(events.last?.message == "early" && events.last?.number == EventHistory.capacity + 2)
        #expect(events.map(\.number) == Array(3...EventHistory.capacity + 2))
        next.replace(in: &handover)
        #expect(handover.records.count == 1 + EventHistory.capacity)
    }

    @Test("hands on every field of an event")
    func fields() throws {
        history.add("warning", "before = 100 %\n", service: "a b")
        var handover = Handover()
        handover.records = history.records
        let next = EventHistory()
        next.goOn(from: try #require(Handover(handover.text)))
        #expect(next.elements == history.elements)
    }
}

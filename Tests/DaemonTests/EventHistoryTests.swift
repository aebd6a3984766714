import Control
import Testing

@testable import Daemon

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
        #expect(take(history.source(last: 2, follow: false)) == (["event 8", "event 9"], true))
        #expect(take(history.source(last: 0, follow: false)) == ([], true))
        #expect(take(history.source(last: 99, follow: false)).lines.count == 10)
    }

    @Test("a follower has each that comes, once")
    func follow() {
        add(0..<3)
        let source = history.source(last: 1, follow: true)
        #expect(take(source) == (["event 2"], false))
        #expect(take(source) == ([], false))
        add(3..<5)
        #expect(take(source) == (["event 3", "event 4"], false))
    }

    @Test("keeps so many and no more; who was slower is told how many were missed")
    func bounds() {
        let source = history.source(last: 0, follow: true)
        add(0..<EventHistory.capacity + 5)
        let taken = take(source).lines
        #expect(taken.count == EventHistory.capacity)
        #expect(taken.first == "5 missed, event 5" && taken.last == "event \(EventHistory.capacity + 4)")
    }
}

import LinuxSystem

/// What a process says, entry by entry, each with the time at which it came.
final class Transcript: Sendable {
    struct Entry: Sendable {
        let text: String
        let time: Duration
    }

    private struct State: Sendable {
        var entries: [Entry] = []
        var isOver = false
    }

    private let state = Monitor(State())

    var entries: [Entry] { state.value.entries }
    var texts: [String] { entries.map(\.text) }

    func append(_ text: String) {
        let entry = Entry(text: text, time: MonotonicClock.now())
        state.change { $0.entries.append(entry) }
    }

    /// Nothing more will come, so nobody need wait for it.
    func end() {
        state.change { $0.isOver = true }
    }

    func count(containing part: String) -> Int {
        texts.count { $0.contains(part) }
    }

    /// Waits for the first entry with `part` in it, or the `number`-th.
    func wait(
        containing part: String, number: Int = 1, within limit: Duration = .seconds(20)
    ) throws -> Entry {
        try wait("\(number) × \"\(part)\"", within: limit) { entries in
            entries.lazy.filter { $0.text.contains(part) }.dropFirst(number - 1).first
        }
    }

    /// Waits until `look` finds something among all entries so far.
    func wait<Found>(
        _ wanted: String, within limit: Duration = .seconds(20), for look: ([Entry]) -> Found?
    ) throws -> Found {
        let result: Found?? = state.wait(within: limit) { state in
            if let found = look(state.entries) { return .some(found) }
            return state.isOver ? .some(nil) : nil
        }
        switch result {
        case .some(.some(let found)): return found
        case .some(.none): throw Absent(wanted: wanted, limit: nil)
        case .none: throw Absent(wanted: wanted, limit: limit)
        }
    }
}

/// What a test waited for did not come.
struct Absent: Error, CustomStringConvertible {
    let wanted: String
    /// nil: whoever could have sent it ended.
    let limit: Duration?

    var description: String {
        limit.map { "\(wanted) did not come within \($0)" } ?? "\(wanted) did not come before the end"
    }
}

/// Waits for what sends no event, such as the contents of /proc.
func eventually(
    _ wanted: String, within limit: Duration = .seconds(20), _ holds: () throws -> Bool
) throws {
    let deadline = MonotonicClock.now() + limit
    while try !holds() {
        guard MonotonicClock.now() < deadline else { throw Absent(wanted: wanted, limit: limit) }
        pause(.milliseconds(2))
    }
}

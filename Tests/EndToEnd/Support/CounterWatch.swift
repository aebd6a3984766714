import LinuxSystem
import TestSupport

/// Scrapes on and on, and notes each counter that is less than it was and each scrape that fails.
final class CounterWatch: Sendable {
    private struct State: Sendable {
        var last: [String: Double] = [:]
        var problems: [String] = []
        var scrapes = 0
        var isEnding = false
    }

    private let state: Monitor<State>
    private let thread: TestThread<Void, Never>

    init(_ address: SocketAddress) {
        let state = Monitor(State())
        self.state = state
        thread = TestThread { while !state.value.isEnding { Self.look(at: address, state) } }
    }

    deinit {
        state.change { $0.isEnding = true }
    }

    var scrapes: Int { state.value.scrapes }

    func count(_ name: String) -> Double { state.value.last[name] ?? 0 }

    /// - Returns: what was wrong.
    func end() -> [String] {
        state.change { $0.isEnding = true }
        thread.join()
        return state.value.problems
    }

    private static func look(at address: SocketAddress, _ state: Monitor<State>) {
        do {
            let answer = try WebAnswer.get("/metrics", from: address)
            let counters = try Exposition(answer.body).counters
            state.change { state in
                state.scrapes += 1
                for (name, value) in counters where value < state.last[name, default: 0] {
                    state.problems.append("\(name): \(state.last[name, default: 0]), then \(value)")
                }
                state.last = counters
            }
        } catch {
            state.change { $0.problems.append("\(error)") }
            pause(.milliseconds(20))
        }
    }
}

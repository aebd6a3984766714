/// What came of one connection, and when. Times are of MonotonicClock, in nanoseconds; 0: it never came so far.
package struct Trace: Sendable {
    package enum Outcome: Sendable, CaseIterable {
        case served
        /// Nobody listened.
        case refused
        /// The server broke off.
        case reset
        /// The server ended it before its answer was whole, or while the client still held it.
        case short
        /// The answer had other bytes, or more of them.
        case wrong
        /// No answer came in the time of the client's patience.
        case late
        /// The client's own machine failed it.
        case failed
    }

    package internal(set) var outcome = Outcome.served
    package internal(set) var began: UInt64 = 0
    /// The last byte of the last answer.
    package internal(set) var answered: UInt64 = 0
    package internal(set) var ended: UInt64 = 0
    /// What the digits of the last answer were, where it has any.
    package internal(set) var number = 0
    /// Answers that came whole.
    package internal(set) var rounds = 0

    /// Of a client that could not even be made.
    static var failedStart: Trace {
        var trace = Trace()
        trace.outcome = .failed
        return trace
    }
}

/// How the connections of a load ended, each kind of loss for itself.
package struct Tally: Equatable, Sendable {
    private var counts: [Trace.Outcome: Int] = [:]

    package init(_ traces: [Trace]) {
        for trace in traces { counts[trace.outcome, default: 0] += 1 }
    }

    package subscript(outcome: Trace.Outcome) -> Int { counts[outcome] ?? 0 }

    package var total: Int { counts.values.reduce(0, +) }
    package var lost: Int { total - self[.served] }
}

extension Tally: CustomStringConvertible {
    /// As in `served 12, reset 1`.
    package var description: String {
        Trace.Outcome.allCases.filter { self[$0] > 0 }.map { "\($0) \(self[$0])" }.joined(separator: ", ")
    }
}

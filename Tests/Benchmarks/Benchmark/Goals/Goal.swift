/// A figure that preforkd must reach: by itself, or as a multiple of what somebody else comes to in the same rounds.
package struct Goal: Sendable {
    package enum Bound: Sendable, Equatable {
        case atMost(Double)
        case atLeast(Double)
    }

    /// A figure of a measure, of one server; nil: of the preforkd in question.
    package struct Reading: Sendable {
        package let figure: Figure
        package let measure: any Measure
        package let server: String?

        func values(in record: Record, for subject: String) -> [Turn: Double] {
            record[measure]?.values(figure, of: server ?? subject) ?? [:]
        }
    }

    package let reading: Reading
    /// What it is a multiple of, in each turn.
    package let reference: Reading?
    package let bound: Bound

    init(_ measure: any Measure, _ figure: Figure, _ bound: Bound) {
        reading = Reading(figure: figure, measure: measure, server: nil)
        reference = nil
        self.bound = bound
    }

    /// - Parameters:
    ///   - server: that of the reference; nil: the same preforkd.
    ///   - other: the measure of the reference; nil: the same one.
    init(_ measure: any Measure, _ figure: Figure, _ bound: Bound, of server: String?, in other: (any Measure)? = nil) {
        reading = Reading(figure: figure, measure: measure, server: nil)
        reference = Reading(figure: figure, measure: other ?? measure, server: server)
        self.bound = bound
    }

    package func asks(for measure: any Measure) -> Bool {
        [reading, reference].contains { $0?.measure.title == measure.title }
    }

    package var claim: String {
        let claim = "\(reading.measure.title): \(reading.figure.name)"
        guard let reference else { return claim }
        return claim + " / " + (reference.server ?? "with " + reference.measure.title)
    }

    /// One value for each round that has what it takes.
    package func outcome(in record: Record, for subject: String) -> GoalOutcome {
        let values = reading.values(in: record, for: subject)
        let isCounted = reading.measure.isCounted
        guard let reference else { return GoalOutcome(values.ofRounds, bound, isCounted: isCounted) }
        let others = reference.values(in: record, for: subject)
        let ratios = values.compactMap { turn, value -> (Turn, Double)? in
            guard let other = others[turn], other > 0 else { return nil }
            return (turn, value / other)
        }
        return GoalOutcome(Dictionary(uniqueKeysWithValues: ratios).ofRounds, bound, isCounted: isCounted)
    }
}

extension Goal.Bound: CustomStringConvertible {
    package var description: String {
        switch self {
        case .atMost(let most): "≤ \(most.shortest)"
        case .atLeast(let least): "≥ \(least.shortest)"
        }
    }

    func holds(_ value: Double) -> Bool {
        switch self {
        case .atMost(let most): value <= most
        case .atLeast(let least): value >= least
        }
    }
}

extension Double {
    /// Without digits that say nothing.
    fileprivate var shortest: String { self == rounded() ? text(digits: 0) : text(digits: 2) }
}

/// What the rounds say about a goal.
package struct GoalOutcome: Sendable {
    package enum Verdict: String, Sendable {
        case met
        case missed
        /// The rounds lie so far apart that they do not say on which side of the goal it is, or there was only one.
        case undecided
        /// Its section was not run, or one of the servers is not here.
        case notMeasured = "not measured"
    }

    package let summary: Summary?
    package let verdict: Verdict

    /// - Parameter isCounted: whether one round says all.
    package init(_ values: [Double], _ bound: Goal.Bound, isCounted: Bool = false) {
        summary = Summary(values)
        guard let interval = summary?.interval else {
            verdict = .notMeasured
            return
        }
        guard isCounted || values.count > 1 else {
            verdict = .undecided
            return
        }
        switch (bound.holds(interval.lowerBound), bound.holds(interval.upperBound)) {
        case (true, true): verdict = .met
        case (false, false): verdict = .missed
        case (true, false), (false, true): verdict = .undecided
        }
    }
}

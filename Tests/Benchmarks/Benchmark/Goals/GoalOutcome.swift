/// What the rounds say about a goal.
package struct GoalOutcome: Sendable {
    package enum Verdict: String, Sendable {
        case met
        case missed
        /// The rounds lie so far apart that they do not say on which side of the goal it is.
        case undecided
        /// Its section was not run, or one of the servers is not here.
        case notMeasured = "not measured"
    }

    package let summary: Summary?
    package let verdict: Verdict

    package init(_ values: [Double], _ bound: Goal.Bound) {
        summary = Summary(values)
        guard let interval = summary?.interval else {
            verdict = .notMeasured
            return
        }
        switch (bound.holds(interval.lowerBound), bound.holds(interval.upperBound)) {
        case (true, true): verdict = .met
        case (false, false): verdict = .missed
        case (true, false), (false, true): verdict = .undecided
        }
    }
}

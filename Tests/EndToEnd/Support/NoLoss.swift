import LoadClient
import Testing

/// Expects that a load lost nobody, and that it was one: of clients who never came nobody is lost either.
func expectNoLoss(
    _ traces: [Trace], atLeast count: Int = 20, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(losses(traces) == [:], sourceLocation: sourceLocation)
    #expect(traces.count >= count, sourceLocation: sourceLocation)
}

func losses(_ traces: [Trace]) -> [Trace.Outcome: Int] {
    Dictionary(traces.filter { $0.outcome != .served }.map { ($0.outcome, 1) }, uniquingKeysWith: +)
}

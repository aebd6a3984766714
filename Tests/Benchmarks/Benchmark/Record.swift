/// The results of several measures.
package struct Record: Sendable {
    private var results: [String: Results] = [:]

    package init(_ measures: [any Measure] = []) {
        for measure in measures { results[measure.title] = Results(measure.figures) }
    }

    /// nil for one that it was not made for.
    package subscript(measure: any Measure) -> Results? { results[measure.title] }

    package mutating func add(_ sample: Sample, of server: String, to measure: any Measure, in turn: Turn) {
        results[measure.title]?.add(sample, of: server, in: turn)
    }

    package mutating func add(failure: String, of server: String, to measure: any Measure) {
        results[measure.title]?.add(failure: failure, of: server)
    }

    /// Takes over what another one has.
    package mutating func add(_ other: Record) {
        results.merge(other.results) { $1 }
    }
}

/// The samples of one measure, server by server, and the table that tells them.
package struct Results: Sendable {
    private let figures: [Figure]
    /// In the order in which they came first.
    private var names: [String] = []
    private var samples: [String: [[Double?]]] = [:]
    private var failures: [String: String] = [:]

    package init(_ figures: [Figure]) {
        self.figures = figures
    }

    package mutating func add(_ sample: [Double?], of server: String) {
        precondition(sample.count == figures.count, "a sample has a value for each figure")
        note(server)
        samples[server, default: []].append(sample)
    }

    /// A server that could not be measured is in the table too, with the reason.
    package mutating func add(failure: String, of server: String) {
        note(server)
        failures[server] = failure
    }

    private mutating func note(_ server: String) {
        if !names.contains(server) { names.append(server) }
    }

    package func summaries(of server: String) -> [Summary?] {
        let rounds = samples[server] ?? []
        return figures.indices.map { column in Summary(rounds.compactMap { $0[column] }) }
    }

    /// Medians, with the lowest and the highest of the rounds, and each median as a multiple of the first server's.
    package var table: Table {
        var table = Table(
            header: ["", "rounds"] + figures.flatMap { $0.isCompared ? [$0.name, "×"] : [$0.name] })
        let first = names.first.map(summaries) ?? []
        for name in names {
            let cells = zip(figures, zip(summaries(of: name), first)).flatMap { figure, pair in
                Self.cells(figure, pair.0, comparedTo: pair.1)
            }
            table.add([name, "\(samples[name]?.count ?? 0)"] + cells)
        }
        return table
    }

    package var remarks: [String] {
        names.compactMap { name in failures[name].map { "\(name): \($0)" } }
    }

    private static func cells(_ figure: Figure, _ summary: Summary?, comparedTo first: Summary?) -> [String] {
        guard let summary else { return figure.isCompared ? ["–", ""] : ["–"] }
        let text = { (value: Double) in value.text(digits: figure.digits) }
        guard figure.isCompared else { return [text(summary.highest)] }
        let ratio = first.flatMap(summary.ratio)
        return [
            "\(text(summary.median)) (\(text(summary.lowest))–\(text(summary.highest)))",
            ratio.map { $0.text(digits: 2) } ?? "",
        ]
    }
}

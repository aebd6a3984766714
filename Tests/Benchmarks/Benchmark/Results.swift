/// The samples of one measure, server by server and turn by turn, and the table that tells them.
package struct Results: Sendable {
    private let figures: [Figure]
    /// In the order in which they came first.
    private var names: [String] = []
    private var samples: [String: [Turn: Sample]] = [:]
    private var failures: [String: String] = [:]

    package init(_ figures: [Figure]) {
        self.figures = figures
    }

    package mutating func add(_ sample: Sample, of server: String, in turn: Turn) {
        precondition(sample.values.count == figures.count, "a sample has a value for each figure")
        note(server)
        samples[server, default: [:]][turn] = sample
    }

    /// A server that could not be measured is in the table too, with the reason.
    package mutating func add(failure: String, of server: String) {
        note(server)
        failures[server] = failure
    }

    private mutating func note(_ server: String) {
        if !names.contains(server) { names.append(server) }
    }

    /// What a server came to in each turn that has this figure of it.
    package func values(_ figure: Figure, of server: String) -> [Turn: Double] {
        guard let column = figures.firstIndex(of: figure) else { return [:] }
        return values(column, of: server)
    }

    private func values(_ column: Int, of server: String) -> [Turn: Double] {
        (samples[server] ?? [:]).compactMapValues { $0.values[column] }
    }

    private func summaries(of server: String) -> [Summary?] {
        figures.enumerated().map { column, figure in
            let values = values(column, of: server)
            // Of a loss, no median may hide a single one.
            return Summary(figure.isCompared ? values.ofRounds : Array(values.values))
        }
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
            let rounds = Set((samples[name] ?? [:]).keys.map(\.round))
            table.add([name, "\(rounds.count)"] + cells)
        }
        return table
    }

    /// Why a server was not measured, or what the last turn told of it beside numbers.
    package var remarks: [String] {
        names.compactMap { name in
            let told = (samples[name] ?? [:]).max { $0.key < $1.key }?.value.remark
            return (failures[name] ?? told).map { "\(name): \($0)" }
        }
    }

    private static func cells(_ figure: Figure, _ summary: Summary?, comparedTo first: Summary?) -> [String] {
        guard let summary else { return figure.isCompared ? ["–", ""] : ["–"] }
        guard figure.isCompared else { return [summary.highest.text(digits: figure.digits)] }
        let ratio = first.flatMap(summary.ratio)
        return [
            summary.text(digits: figure.digits, spread: summary.lowest...summary.highest),
            ratio.map { $0.text(digits: 2) } ?? "",
        ]
    }
}

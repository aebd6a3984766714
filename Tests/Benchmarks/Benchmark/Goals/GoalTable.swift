/// Every goal, in the order of the sections.
package enum GoalTable {
    package static let all: [Goal] = greeting + echo + programs + alone

    private static let nginx = Nginx().name
    private static let reference = CReference.name

    private static let greeting =
        [16, 128].flatMap { clients in
            let measure = Catalog.greeting(64, clients: clients)
            return [
                Goal(measure, .cpu, .atMost(0.9), of: nginx), Goal(measure, .rate, .atLeast(1.05), of: nginx),
            ]
        } + [
            Goal(Catalog.greeting(64, clients: 1), .cpu, .atMost(1.05), of: reference),
            Goal(Catalog.greeting(64, clients: 1), .rate, .atLeast(0.95), of: reference),
            Goal(
                Catalog.greeting(512, clients: 128), .cpu, .atMost(1.05), of: nil,
                in: Catalog.greeting(64, clients: 128)),
            Goal(Catalog.greeting(512, clients: 128), .cpu, .atMost(1), of: nginx),
        ]

    private static let echo =
        [16, 128].flatMap { clients in
            let measure = Catalog.echo(clients: clients)
            return [
                Goal(measure, .cpu, .atMost(1.05), of: reference), Goal(measure, .p99, .atMost(1), of: reference),
            ]
        } + [Goal(Catalog.sessions, .rate, .atLeast(1), of: reference)]

    private static let programs = [1, 16].flatMap { clients in
        let measure = Catalog.programs(clients: clients)
        let others = [Tcpserver().name, Xinetd().name, SocketActivate().name]
        return [Goal(measure, .rate, .atLeast(0.95), of: reference)]
            + others.map { Goal(measure, .rate, .atLeast(1), of: $0) }
    }

    /// Those that nobody else has a part in.
    private static let alone: [Goal] =
        [4, 64].map { Goal(Catalog.start($0), .firstAnswer, .atMost(10)) } + [
            Goal(Catalog.burst(8, 64), .lastAnswer, .atMost(20)),
            Goal(Catalog.burst(4, 512), .lastAnswer, .atMost(250)),
        ]
        + [64, 512].flatMap { workers in
            [Figure.workerMemory, .workerTables, IdleMeasure.used, IdleMeasure.usedTables].map {
                Goal(Catalog.idle(workers), $0, .atMost(64))
            }
        } + [
            Goal(Catalog.crowd, .held, .atLeast(Double(Catalog.crowd.work.max))),
            Goal(Catalog.crowd, .lost, .atMost(0)),
            // 2 GiB for all, also where the machine does not let that many be.
            Goal(Catalog.crowd, CrowdMeasure.workerTree, .atMost(Double(2 << 20) / Double(Catalog.crowd.work.max))),
        ]
        + [1, 1_000].map { Goal(Catalog.quiet($0), .runs, .atMost(0)) } + [
            Goal(Catalog.calls(4, clients: 1), .calls, .atMost(3)),
            Goal(Catalog.calls(64, clients: 16), .calls, .atMost(3)),
        ]
        + [64, 1_000].flatMap { workers in
            [StatusMeasure.busy, StatusMeasure.stopped, StatusMeasure.reloading].map {
                Goal(Catalog.status(workers), $0, .atMost(50))
            }
        }

    /// Whether a verdict takes what this server came to in this measure.
    package static func needs(_ server: any Server, in measure: any Measure) -> Bool {
        server is Preforkd
            || all.contains { $0.reference?.server == server.name && $0.reference?.measure.title == measure.title }
    }

    /// Goal by goal, as one preforkd has reached them. Those that no measure of the record has anything to do with are
    /// left out.
    package static func table(_ record: Record, for subject: String) -> Table {
        var table = Table(header: ["goals of \(subject)", "measured", "wanted", "verdict"])
        for goal in all where record[goal.reading.measure] != nil {
            let outcome = goal.outcome(in: record, for: subject)
            let digits = goal.reference == nil ? goal.reading.figure.digits : 2
            let measured = outcome.summary.map { $0.text(digits: digits, spread: $0.interval) } ?? "–"
            table.add([goal.claim, measured, "\(goal.bound)", outcome.verdict.rawValue])
        }
        return table
    }
}

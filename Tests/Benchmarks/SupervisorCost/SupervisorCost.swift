import Benchmark

/// Shows that the supervisor's cost for one event does not grow with the number of workers.
@main
enum SupervisorCost {
    private static let sizes = [10, 100, 1_000, 10_000]
    private static let rounds = 15
    private static let eventsPerRound = 2_000

    static func main() throws {
        var table = Table(header: ["nanoseconds per event, by workers"] + sizes.map { "\($0)" })
        let stages = try sizes.map { try CostStage(workers: $0) }
        for event in CostStage.Event.allCases {
            // The sizes take turns within a round, so that what else the machine does hits all of them.
            var samples = sizes.map { _ in [Double]() }
            for _ in 0..<rounds {
                for (index, stage) in stages.enumerated() {
                    let time = (0..<eventsPerRound).reduce(0) { sum, _ in sum + stage.measure(event) }
                    samples[index].append(Double(time) / Double(eventsPerRound))
                }
            }
            table.add([event.rawValue] + samples.map { Summary($0)?.median.text(digits: 0) ?? "" })
        }
        print(table)
        print(
            "\nMedians of \(rounds) rounds of \(eventsPerRound) events each, from the real supervisor over a scripted")
        print("system: fork, epoll and the other calls that a real one would make are not in them.")
    }
}

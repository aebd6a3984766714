import LinuxSystem

/// Runs sections over servers in rounds: each round has every measure once, and for it every server, so that whatever else
/// the machine does in the meantime falls on all of them alike.
package struct Runner {
    private let servers: [any Server]
    private let pace: Pace

    package init(_ servers: [any Server], _ pace: Pace) {
        self.servers = servers
        self.pace = pace
    }

    /// - Returns: the results of each of its measures, by their titles.
    package func run(_ section: Section) throws -> Record {
        let folder = try TemporaryFolder()
        let program =
            section.measures.contains { $0.work.handler == .program } ? try StaticProgram.build(in: folder) : ""
        // It runs until the end.
        defer { withExtendedLifetime(folder) {} }
        var record = Record(section.measures)
        var left = section.measures.map { measure in servers.filter { $0.does(measure.work) && measure.suits($0) } }
        for round in 0..<pace.rounds {
            for (index, measure) in section.measures.enumerated() where round == 0 || !measure.isCounted {
                for server in Self.turned(left[index], by: round) {
                    let begin = MonotonicClock.now()
                    let mayReturn = take(measure, server, program, round: round, into: &record)
                    let isSaved = pace.savesOthers && !GoalTable.needs(server, in: measure)
                    if !mayReturn || isSaved || MonotonicClock.now() - begin > pace.longTurn {
                        left[index].removeAll { $0.name == server.name }
                    }
                }
            }
        }
        return record
    }

    /// - Returns: false where the server could not be measured.
    private func take(
        _ measure: any Measure, _ server: any Server, _ program: String, round: Int, into record: inout Record
    ) -> Bool {
        do {
            let process = try ServerProcess(server, measure.work, program: program)
            defer { process.stop() }
            record.add(try measure.take(process, pace), of: server.name, to: measure, round: round)
            return true
        } catch {
            record.add(failure: "\(error)", of: server.name, to: measure)
            return false
        }
    }

    /// Each round begins with another server, so that none always follows the same one.
    private static func turned(_ servers: [any Server], by count: Int) -> [any Server] {
        let first = servers.isEmpty ? 0 : count % servers.count
        return Array(servers[first...] + servers[..<first])
    }
}

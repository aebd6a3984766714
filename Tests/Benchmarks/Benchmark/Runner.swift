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
    package func run(_ section: Section, within limit: TimeLimit = TimeLimit(end: nil)) throws -> Record {
        let folder = try TemporaryFolder()
        let program =
            section.measures.contains { $0.work.handler == .program } ? try StaticProgram.build(in: folder) : ""
        // It runs until the end.
        defer { withExtendedLifetime(folder) {} }
        var record = Record(section.measures)
        let parties = section.measures.map { measure in
            Party.all(servers.filter { $0.does(measure.work) && measure.suits($0) }, in: measure)
        }
        func take(_ parties: [[Party]], rounds: Int) {
            var left = parties
            for round in 0..<rounds {
                for (index, measure) in section.measures.enumerated() where round == 0 || !measure.isCounted {
                    left[index] = Self.turned(left[index], by: round).compactMap { party in
                        self.take(measure, party, program, round: round, within: limit, into: &record)
                    }
                }
            }
        }
        guard pace.savesOthers else {
            take(parties, rounds: pace.rounds)
            return record
        }
        // What takes no verdict comes last, where there is time.
        take(parties.map { $0.filter(\.isNeeded) }, rounds: pace.rounds)
        take(parties.map { $0.filter { !$0.isNeeded } }, rounds: 1)
        return record
    }

    /// - Returns: who is to have another round; nil: nobody.
    private func take(
        _ measure: any Measure, _ party: Party, _ program: String, round: Int, within limit: TimeLimit,
        into record: inout Record
    ) -> Party? {
        let begin = MonotonicClock.now()
        guard limit.allows(at: begin, lasted: party.lasted, isDue: party.isNeeded && party.lasted == nil) else {
            guard party.lasted == nil else { return party }
            for server in party.servers {
                record.add(failure: "left out, for there is no time left", of: server.name, to: measure)
            }
            return nil
        }
        var party = party
        party.servers = take(measure, party.servers, program, round: round, into: &record)
        let lasted = MonotonicClock.now() - begin
        party.lasted = lasted
        return party.servers.isEmpty || lasted > Pace.longTurn ? nil : party
    }

    /// - Returns: those that could be measured.
    private func take(
        _ measure: any Measure, _ servers: [any Server], _ program: String, round: Int, into record: inout Record
    ) -> [any Server] {
        var running: [(server: any Server, process: ServerProcess)] = []
        defer { for (_, process) in running { process.stop() } }
        func attempt(_ server: any Server, _ body: () throws -> Void) -> Bool {
            do {
                try body()
                return true
            } catch {
                record.add(failure: "\(error)", of: server.name, to: measure)
                return false
            }
        }
        for server in servers {
            _ = attempt(server) {
                let process = try ServerProcess(server, measure.work, program: program)
                running.append((server, process))
                try measure.prepare(process)
            }
        }
        var failed: Set<String> = []
        for slice in 0..<(measure.hasSlices ? pace.slices : 1) {
            for (server, process) in Self.turned(running, by: round + slice) where !failed.contains(server.name) {
                let isMeasured = attempt(server) {
                    let sample = try measure.take(process, pace)
                    record.add(sample, of: server.name, to: measure, in: Turn(round: round, slice: slice))
                }
                if !isMeasured { failed.insert(server.name) }
            }
        }
        return running.map(\.server).filter { !failed.contains($0.name) }
    }

    /// Each time another one begins, so that none always follows the same one.
    private static func turned<Element>(_ elements: [Element], by count: Int) -> [Element] {
        let first = elements.isEmpty ? 0 : count % elements.count
        return Array(elements[first...] + elements[..<first])
    }
}

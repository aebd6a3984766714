import LinuxSystem

/// Runs measures over servers in rounds: each round has every server once, so that whatever else the machine does in the
/// meantime falls on all of them alike.
package struct Runner {
    private let servers: [any Server]
    private let rounds: Int
    /// A server whose turn takes longer than this takes part in one round only.
    private let longTurn: Duration

    package init(_ servers: [any Server], rounds: Int, longTurn: Duration) {
        self.servers = servers
        self.rounds = rounds
        self.longTurn = longTurn
    }

    package func run(_ measure: any Measure) -> Results {
        var results = Results(measure.figures)
        var left = servers.filter { $0.does(measure.work) }
        for round in 0..<rounds {
            for server in Self.turned(left, by: round) {
                let begin = MonotonicClock.now()
                do {
                    let process = try ServerProcess(server, measure.work)
                    defer { process.stop() }
                    results.add(try measure.take(process), of: server.name)
                } catch {
                    results.add(failure: "\(error)", of: server.name)
                    left.removeAll { $0.name == server.name }
                }
                if MonotonicClock.now() - begin > longTurn { left.removeAll { $0.name == server.name } }
            }
        }
        return results
    }

    /// Each round begins with another server, so that none always follows the same one.
    private static func turned(_ servers: [any Server], by count: Int) -> [any Server] {
        let first = servers.isEmpty ? 0 : count % servers.count
        return Array(servers[first...] + servers[..<first])
    }
}

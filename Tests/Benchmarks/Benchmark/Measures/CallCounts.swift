/// How often each system call was made, from the table that strace(1) writes with -c.
package struct CallCounts: Sendable {
    package let counts: [String: Int]

    /// Its columns are: % time, seconds, usecs/call, calls, errors (often empty), syscall.
    package init(straceSummary text: String) {
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard (5...6).contains(fields.count), Double(fields[0]) != nil, let count = Int(fields[3]),
                let name = fields.last, name != "total"
            else { continue }
            counts[String(name), default: 0] += count
        }
        self.counts = counts
    }

    /// Each rounded to a hundredth: what happened a few times in all is not part of a connection.
    private func rates(per connections: Int) -> [(name: String, rate: Double)] {
        guard connections > 0 else { return [] }
        return counts.map { ($0.key, (Double($0.value) * 100 / Double(connections)).rounded() / 100) }
            .filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    /// nil where none were counted.
    package func sum(per connections: Int) -> Double? {
        counts.isEmpty ? nil : rates(per: connections).reduce(0) { $0 + $1.rate }
    }

    /// As in `accept4 1.00, close 1.00, write 1.00`.
    package func description(per connections: Int) -> String {
        rates(per: connections).map { "\($0.name) \($0.rate.text(digits: 2))" }.joined(separator: ", ")
    }
}

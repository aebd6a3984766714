/// What perf-stat(1) counted, from the lines that it writes with `-x ,`: value, unit, event and more.
package struct PerfCounts: Sendable {
    private let counts: [String: Int]

    package init(_ text: String) {
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            // In the place of a value: <not supported>, <not counted>.
            guard fields.count > 2, let value = Int(fields[0]) else { continue }
            counts[String(fields[2])] = value
        }
        self.counts = counts
    }

    /// nil where it was not counted.
    package subscript(event: String) -> Int? { counts[event] }
}

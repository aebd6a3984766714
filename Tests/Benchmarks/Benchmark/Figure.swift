/// A column of a table.
package struct Figure: Sendable, Equatable {
    package let name: String
    /// Digits behind the point.
    package let digits: Int
    /// Whether it is worth to tell how many times that of the first server it is.
    package let isCompared: Bool

    package init(_ name: String, digits: Int = 0, isCompared: Bool = true) {
        self.name = name
        self.digits = digits
        self.isCompared = isCompared
    }
}

/// Those that more than one measure has, or a goal asks for.
extension Figure {
    /// Of the server's processes, for a thousand of what is counted as `rate`.
    package static let cpu = Figure("CPU ms/1000", digits: 2)
    /// Of the clients, likewise.
    package static let clientCPU = Figure("client CPU ms/1000", digits: 2)
    /// How often one of the server's processes came to run, for each of what is counted as `rate`.
    package static let switches = Figure("runs/1", digits: 2)
    package static let rate = Figure("per second")
    package static let p50 = Figure("p50 µs")
    package static let p99 = Figure("p99 µs")
    package static let p999 = Figure("p99.9 µs")
    package static let memory = Figure("PSS MiB", digits: 1)
    package static let tables = Figure("page tables MiB", digits: 1)
    package static let lost = Figure("lost", isCompared: false)
    package static let firstAnswer = Figure("ms to the first answer", digits: 1)
    package static let lastAnswer = Figure("ms to the last answer", digits: 1)
    package static let workerMemory = Figure("PSS KiB/worker", digits: 1)
    package static let workerTables = Figure("page tables KiB/worker", digits: 1)
    package static let held = Figure("held at once", isCompared: false)
    package static let runs = Figure("times on a processor", isCompared: false)
    package static let calls = Figure("system calls/connection", digits: 2)
    package static let userInstructions = Figure("user instructions/connection")
    package static let kernelInstructions = Figure("kernel instructions/connection")
}

/// How many workers the descriptors allow that one process may have, as its supervisor uses them.
package struct CrowdRoom: CustomStringConvertible, Sendable {
    private let limit: Int
    /// In whole: a worker takes all of its own or does not start.
    private let perWorker: Int

    /// - Parameter open: what the supervisor has open for so many.
    package init(limit: Int, open: Int, workers: Int) {
        self.limit = limit
        perWorker = workers > 0 ? open / workers : 0
    }

    /// nil where workers take none.
    package var workers: Int? { perWorker > 0 ? limit / perWorker : nil }

    package var description: String {
        let limit = Double(limit).text(digits: 0)
        guard let workers else { return "the supervisor has no descriptors for each worker" }
        return "the hard limit of \(limit) descriptors allows some \(Double(workers).text(digits: 0)) workers, "
            + "at \(perWorker) of the supervisor's for each"
    }
}

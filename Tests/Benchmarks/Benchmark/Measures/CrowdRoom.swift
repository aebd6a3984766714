/// How many workers the descriptors allow that one process may have.
package struct CrowdRoom: CustomStringConvertible, Sendable {
    private let limit: Int
    /// What the supervisor has open for each of them.
    private let perWorker: Int

    /// - Parameter perWorker: the least that a supervisor gets by with that speaks to each of its workers.
    package init(limit: Int, perWorker: Int = 2) {
        self.limit = limit
        self.perWorker = perWorker
    }

    /// As a supervisor has it that has so many open for so many.
    package init(limit: Int, open: Int, workers: Int) {
        self.init(limit: limit, perWorker: max(1, open / workers))
    }

    package var workers: Int { limit / perWorker }

    package var description: String {
        let (limit, workers) = (Double(limit).text(digits: 0), Double(workers).text(digits: 0))
        return
            "the hard limit of \(limit) descriptors allows \(workers) workers, \(perWorker) of the first process for each"
    }
}

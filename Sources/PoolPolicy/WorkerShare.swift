/// Some of a pool's workers: a number of them, or a part of `workers.max`.
package enum WorkerShare: Hashable, Sendable {
    case workers(Int)
    case percent(Int)

    /// At least one, and not more than there are.
    package func count(of workers: Int) -> Int {
        switch self {
        case .workers(let number): min(number, workers)
        case .percent(let percent): max(1, (workers * percent + 99) / 100)
        }
    }
}

/// Records that one process could not write, and how many of them it has not told of.
final class LossCount: @unchecked Sendable {
    // Unchecked because the supervisor and a built-in worker have one thread each.
    private(set) var count: UInt64 = 0
    private var told: UInt64 = 0
    /// Where else each loss is counted.
    var mirror: (() -> Void)?

    func add() {
        count &+= 1
        mirror?()
    }

    var untold: UInt64 { count &- told }

    /// `write` tells of `untold`, and may itself be lost.
    func tell(_ write: () -> Void) {
        let before = count
        write()
        if count == before { told = before }
    }

    /// Goes on from what was lost, and told, before this program.
    func goOn(from count: UInt64) {
        self.count &+= count
        told &+= count
    }

    /// A forked child has lost nothing yet.
    func forget() {
        count = 0
        told = 0
    }
}

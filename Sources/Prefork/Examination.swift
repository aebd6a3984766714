/// The examination of the program that is to be next, on its way.
struct Examination {
    /// When it has taken too long; nil: it has.
    private(set) var deadline: Duration?

    init(until deadline: Duration) {
        self.deadline = deadline
    }

    var wasStopped: Bool { deadline == nil }

    /// Whether its time is over, once.
    mutating func isOver(at now: Duration) -> Bool {
        guard let deadline, now >= deadline else { return false }
        self.deadline = nil
        return true
    }
}

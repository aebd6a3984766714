/// Until when a section may begin what it could do without.
package struct TimeLimit: Sendable {
    private let end: Duration?

    /// - Parameter end: nil: it takes its time.
    package init(end: Duration?) {
        self.end = end
    }

    /// - Parameters:
    ///   - lasted: how long the same took before; nil: nobody knows yet.
    ///   - isDue: whether there would be no verdict without it.
    package func allows(at now: Duration, lasted: Duration?, isDue: Bool) -> Bool {
        guard let end, !isDue else { return true }
        return now + (lasted ?? .zero) < end
    }
}

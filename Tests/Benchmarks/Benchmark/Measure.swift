/// What is done to every server, and which figures come of it: one table.
package protocol Measure: Sendable {
    var title: String { get }
    var work: Work { get }
    /// The columns of its table, the steadiest figure first.
    var figures: [Figure] { get }

    /// One sample of each figure, in the order of `figures`; nil where a figure can't be had.
    func take(_ server: ServerProcess) throws -> [Double?]
}

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

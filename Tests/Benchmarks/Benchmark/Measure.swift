/// What is done to every server, and which figures come of it: one table.
package protocol Measure: Sendable {
    var title: String { get }
    var work: Work { get }
    /// The columns of its table, the steadiest figure first.
    var figures: [Figure] { get }
    /// What it takes beside the servers.
    var needs: [Need] { get }
    /// Whether one round says all: what is counted is the same in each.
    var isCounted: Bool { get }

    /// Whether servers that run side by side may take turns in it, each for a part of a round.
    var hasSlices: Bool { get }

    /// Whether it is worth to measure this one, which can do the work.
    func suits(_ server: any Server) -> Bool

    /// What comes before the first slice.
    func prepare(_ server: ServerProcess) throws

    func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample
}

extension Measure {
    package var needs: [Need] { [] }
    package var isCounted: Bool { false }
    package var hasSlices: Bool { false }
    package func prepare(_ server: ServerProcess) throws {}
    package func suits(_ server: any Server) -> Bool { true }
}

/// What one server made of a measure in one round.
package struct Sample: Sendable {
    /// In the order of the measure's figures; nil where one can't be had.
    package let values: [Double?]
    /// What no number tells.
    package let remark: String?

    package init(_ values: [Double?], remark: String? = nil) {
        self.values = values
        self.remark = remark
    }
}

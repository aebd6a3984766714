/// Lines that one process wrote to its stderr.
package struct OutputReport: Hashable, Sendable {
    package var lines: [String]
    /// So many more were above what one process may have in the log.
    package var leftOut: Int

    package init(lines: [String] = [], leftOut: Int = 0) {
        self.lines = lines
        self.leftOut = leftOut
    }

    package var isEmpty: Bool { lines.isEmpty && leftOut == 0 }
}

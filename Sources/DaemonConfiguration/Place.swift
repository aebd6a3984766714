/// Where in a configuration file something is written; lines and columns count from 1.
package struct Place: Hashable, Sendable {
    /// As it was opened; nil for what is in none.
    package var file: String?
    package var line: Int
    package var column: Int

    package init(file: String?, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    package static let builtIn = Place(file: nil, line: 1, column: 1)

    /// For values that come from there; no file has a line 0.
    static let commandLine = Place(file: nil, line: 0, column: 0)

    static func start(of file: String) -> Place {
        Place(file: file, line: 1, column: 1)
    }
}

extension Place: CustomStringConvertible {
    package var description: String {
        guard let file else { return self == .commandLine ? "command line" : "built-in" }
        return "\(Escaping.printable(file)):\(line):\(column)"
    }
}

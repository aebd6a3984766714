import LinuxSystem
package import LoadClient

/// A server that takes part: how it is configured for some work, at its best, and started in the foreground.
///
/// What runs it, waits until it answers and stops it is the same for all: ServerProcess.
package protocol Server: Sendable {
    /// As the tables name it.
    var name: String { get }
    /// Files that must be there, each with the package of Debian that brings it.
    var needs: [Need] { get }

    /// Whether it can do this work at all.
    func does(_ work: Work) -> Bool

    /// Writes what it needs into the folder and tells the command line.
    func commandLine(for work: Work, at place: ServerPlace) throws -> [String]

    /// What one client of it does, with a pause before it closes where it is the client that closes.
    func exchange(for work: Work, pause: Duration, at place: ServerPlace) -> Exchange

    /// The command that asks it how it stands; nil: it has none.
    func question(at place: ServerPlace) -> [String]?

    /// Gives the file that it reads again at HUP other workers of the same kind.
    /// - Parameter time: how many changes there were, this one among them.
    /// - Returns: false where it can't be told so.
    func change(_ work: Work, _ time: Int, at place: ServerPlace) throws -> Bool
}

/// A file without which a server can't take part, or a measure can't be taken.
package struct Need: Sendable, Hashable {
    package let file: String
    package let package: String

    package init(_ file: String, from package: String) {
        self.file = file
        self.package = package
    }

    package var isMet: Bool { FileContents.exists(file) }
}

extension Server {
    package func does(_ work: Work) -> Bool { true }

    package func question(at place: ServerPlace) -> [String]? { nil }

    package func change(_ work: Work, _ time: Int, at place: ServerPlace) throws -> Bool { false }

    package func exchange(for work: Work, pause: Duration, at place: ServerPlace) -> Exchange {
        switch work.handler {
        case .greeting, .program: .greeting(Work.message)
        case .echo: .echo(Work.line, pause: pause)
        }
    }
}

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
    func commandLine(for work: Work, port: UInt16, folder: TemporaryFolder) throws -> [String]

    /// What one client of it does, with a pause before it closes where it is the client that closes.
    func exchange(for work: Work, pause: Duration, folder: TemporaryFolder) -> Exchange
}

/// A file without which a server can't take part.
package struct Need: Sendable, Hashable {
    package let file: String
    package let package: String

    package init(_ file: String, from package: String) {
        self.file = file
        self.package = package
    }
}

extension Server {
    /// What it lacks here.
    package var missing: [Need] { needs.filter { !FileContents.exists($0.file) } }

    package func does(_ work: Work) -> Bool { true }

    package func exchange(for work: Work, pause: Duration, folder: TemporaryFolder) -> Exchange {
        switch work.handler {
        case .greeting, .program: .greeting(Work.message)
        case .echo: .echo(Work.line, pause: pause)
        }
    }
}

/// The daemon of this project.
package struct Preforkd: Server {
    package let name: String
    private let program: String

    package init(_ program: String, name: String = "preforkd") {
        self.program = program
        self.name = name
    }

    package var needs: [Need] { [Need(program, from: "this project: swift build -c release")] }

    package func commandLine(for work: Work, port: UInt16, folder: TemporaryFolder) throws -> [String] {
        [program, "--config", try folder.write("preforkd.toml", Self.configuration(for: work, port: port))]
    }

    /// - Parameter workers: more keys of `workers`.
    static func configuration(for work: Work, port: UInt16, workers: String? = nil) -> String {
        let handler =
            switch work.handler {
            case .greeting: "handler = \"greeting\"\nmessage = \"Smile from the server\\n\""
            case .echo: "handler = \"echo\""
            case .program(let path): "handler = \"program\"\ncommand = [\"\(path)\"]"
            }
        // Programs are run as whoever configures nothing has them run.
        let accounting = if case .program = work.handler { "" } else { "accounting = \"off\"" }
        let more = workers.map { ", \($0)" } ?? ""
        return """
            [service.measured]
            listen = "127.0.0.1:\(port)"
            \(handler)
            workers = { min = \(work.min), max = \(work.max)\(more) }
            \(accounting)
            """
    }
}

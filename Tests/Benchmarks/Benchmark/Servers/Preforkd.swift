import Glibc
import LinuxSystem
import SystemPackage

/// The daemon of this project.
package struct Preforkd: Server {
    package static let name = "preforkd"

    package let name: String
    private let program: String
    private let control: String

    /// - Parameter control: its preforkctl.
    package init(_ program: String, control: String, name: String = Self.name) {
        self.program = program
        self.control = control
        self.name = name
    }

    package var needs: [Need] {
        [program, control].map { Need($0, from: "this project: swift build -c release --static-swift-stdlib") }
    }

    package func commandLine(for work: Work, at place: ServerPlace) throws -> [String] {
        [program, "--config", try place.folder.write(file, configuration(for: work, at: place))]
    }

    package func question(at place: ServerPlace) -> [String]? {
        [control, "status", "--socket", socket(at: place)]
    }

    package func change(_ work: Work, _ time: Int, at place: ServerPlace) throws -> Bool {
        let text = configuration(for: work, at: place, workers: ", max-connections = \(1_000_000 + time)")
        // In one step, for a reload may be reading.
        let next = try place.folder.write("next", text)
        guard rename(next, "\(place.folder.path)/\(file)") == 0 else { throw Errno(rawValue: errno) }
        return true
    }

    private let file = "preforkd.toml"

    private func socket(at place: ServerPlace) -> String { "\(place.folder.path)/control.sock" }

    /// - Parameter workers: more keys of `workers`.
    private func configuration(for work: Work, at place: ServerPlace, workers: String = "") -> String {
        let handler =
            switch work.handler {
            case .greeting: "handler = \"greeting\"\nmessage = \"Smile from the server\\n\""
            case .echo: "handler = \"echo\""
            case .program: "handler = \"program\"\ncommand = [\"\(place.program)\"]"
            }
        // Programs are run as whoever configures nothing has them run.
        let accounting = work.handler == .program ? "" : "accounting = \"off\""
        return """
            [daemon]
            control = "\(socket(at: place))"

            [service.measured]
            listen = "127.0.0.1:\(place.port)"
            \(handler)
            workers = { min = \(work.min), max = \(work.max)\(workers) }
            \(accounting)
            """
    }
}

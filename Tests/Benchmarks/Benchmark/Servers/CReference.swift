/// The same work in C, in a fixed number of processes: what the kernel takes for the plain design.
package struct CReference: Server {
    package static let name = "C reference"

    package let name: String = Self.name
    private let program: String

    package init(_ program: String) {
        self.program = program
    }

    package var needs: [Need] { [Need(program, from: "this project: swift build -c release")] }

    package func commandLine(for work: Work, at place: ServerPlace) -> [String] {
        let handler =
            switch work.handler {
            case .greeting: ["greeting"]
            case .echo: ["echo"]
            case .program: ["program", place.program]
            }
        return [program, "\(place.port)", "\(work.max)"] + handler
    }
}

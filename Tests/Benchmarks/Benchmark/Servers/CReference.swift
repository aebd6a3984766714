/// The same work in C, in a fixed number of processes: what the kernel takes for the plain design.
package struct CReference: Server {
    package let name = "C reference"
    private let program: String

    package init(_ program: String) {
        self.program = program
    }

    package var needs: [Need] { [Need(program, from: "this project: swift build -c release")] }

    package func commandLine(for work: Work, port: UInt16, folder: TemporaryFolder) -> [String] {
        let handler =
            switch work.handler {
            case .greeting: ["greeting"]
            case .echo: ["echo"]
            case .program(let path): ["program", path]
            }
        return [program, "\(port)", "\(work.max)"] + handler
    }
}

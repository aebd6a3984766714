/// systemd's tool for trying socket units, which starts a program for each connection as `Accept=yes` does.
package struct SocketActivate: Server {
    package let name = "systemd-socket-activate"
    private let program = "/usr/bin/systemd-socket-activate"

    package init() {}

    package var needs: [Need] { [Need(program, from: "systemd")] }

    package func does(_ work: Work) -> Bool { work.handler == .program }

    package func commandLine(for work: Work, at place: ServerPlace) -> [String] {
        [program, "--listen=127.0.0.1:\(place.port)", "--accept", "--inetd", place.program]
    }
}

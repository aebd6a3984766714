/// systemd's tool for trying socket units, which starts a program for each connection as `Accept=yes` does.
package struct SocketActivate: Server {
    package let name = "systemd-socket-activate"
    private let program = "/usr/bin/systemd-socket-activate"

    package init() {}

    package var needs: [Need] { [Need(program, from: "systemd")] }

    package func does(_ work: Work) -> Bool { if case .program = work.handler { true } else { false } }

    package func commandLine(for work: Work, port: UInt16, folder: TemporaryFolder) -> [String] {
        guard case .program(let path) = work.handler else { preconditionFailure("does() says what it does") }
        return [program, "--listen=127.0.0.1:\(port)", "--accept", "--inetd", path]
    }
}

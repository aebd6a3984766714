/// The extended internet daemon, in a process per connection: the echo that it does by itself, or a program.
package struct Xinetd: Server {
    package let name = "xinetd"

    package init() {}

    package var needs: [Need] { [Need("/usr/sbin/xinetd", from: "xinetd")] }

    package func does(_ work: Work) -> Bool { work.handler != .greeting }

    package func commandLine(for work: Work, at place: ServerPlace) throws -> [String] {
        let service =
            work.handler == .program
            ? "type = UNLISTED\n    server = \(place.program)" : "type = INTERNAL UNLISTED\n    id = echo-stream"
        let file = try place.folder.write(
            "xinetd.conf",
            """
            service echo
            {
                \(service)
                socket_type = stream
                protocol = tcp
                bind = 127.0.0.1
                port = \(place.port)
                wait = no
                user = root
                instances = \(work.max)
                per_source = UNLIMITED
                cps = 1000000 1
                log_type = FILE /dev/null
            }

            """)
        return [
            "/usr/sbin/xinetd", "-dontfork", "-f", file, "-pidfile", "\(place.folder.path)/xinetd.pid", "-stayalive",
        ]
    }
}

/// The extended internet daemon, with the echo that it does by itself in a process per connection.
package struct Xinetd: Server {
    package let name = "xinetd, its echo"

    package init() {}

    package var needs: [Need] { [Need("/usr/sbin/xinetd", from: "xinetd")] }

    package func does(_ work: Work) -> Bool { work.handler == .echo }

    package func commandLine(for work: Work, port: UInt16, folder: TemporaryFolder) throws -> [String] {
        let file = try folder.write(
            "xinetd.conf",
            """
            service echo
            {
                id = echo-stream
                type = INTERNAL UNLISTED
                socket_type = stream
                protocol = tcp
                bind = 127.0.0.1
                port = \(port)
                wait = no
                user = root
                instances = \(work.max)
                per_source = UNLIMITED
                cps = 1000000 1
                log_type = FILE /dev/null
            }

            """)
        return ["/usr/sbin/xinetd", "-dontfork", "-f", file, "-pidfile", "\(folder.path)/xinetd.pid", "-stayalive"]
    }
}

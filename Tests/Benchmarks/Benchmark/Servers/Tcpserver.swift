/// D. J. Bernstein's: a process per connection, and a program in it.
package struct Tcpserver: Server {
    package let name = "tcpserver"

    package init() {}

    package var needs: [Need] { [Need("/usr/bin/tcpserver", from: "ucspi-tcp")] }

    package func does(_ work: Work) -> Bool { work.handler != .greeting }

    package func commandLine(for work: Work, at place: ServerPlace) -> [String] {
        // No look-up of any name; as many at once as wished.
        ["/usr/bin/tcpserver", "-H", "-R", "-l", "0", "-b", "4096", "-c", "\(work.max)", "127.0.0.1", "\(place.port)"]
            + [work.handler == .program ? place.program : "/usr/bin/cat"]
    }
}

/// Who takes part, the first one being whom the others are compared with.
package enum ServerTable {
    /// Programs of this package, where they lie.
    package struct Programs: Sendable {
        let preforkd: String
        let preforkctl: String
        let reference: String
        /// Other builds of preforkd.
        let others: [String]

        package init(preforkd: String, preforkctl: String, reference: String, others: [String] = []) {
            self.preforkd = preforkd
            self.preforkctl = preforkctl
            self.reference = reference
            self.others = others
        }
    }

    /// - Parameter folder: has copies of them for as long as the servers run.
    package static func all(_ programs: Programs, in folder: TemporaryFolder) throws -> [any Server] {
        try preforkds(programs, in: folder) + [
            CReference(try folder.install(programs.reference)), Nginx(), NIOReference(), NetServer(), Httpd(), PHPFPM(),
            Tcpserver(), Xinetd(),
            SocketActivate(),
        ]
    }

    private static func preforkds(_ programs: Programs, in folder: TemporaryFolder) throws -> [any Server] {
        let named = [(Preforkd.name, programs.preforkd)] + programs.others.map { ("\(Preforkd.name) \($0)", $0) }
        return try named.map { name, program in
            Preforkd(try folder.install(program), control: programs.preforkctl, name: name)
        }
    }
}

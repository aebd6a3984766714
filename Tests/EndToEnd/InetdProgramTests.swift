import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("Programs that were written for inetd", .daemonLogs)
struct InetdProgramTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        // Some bytes of every kind, more than a socket holds.
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        for name in ["tree/large", "tree/second"] { try folder.write(name, bytes: bytes) }
        try folder.write("tree/small", "line\n")
    }

    /// - Parameter user: who it runs as where the tests are root: without capabilities root can become nobody else.
    private func start(_ command: [String], as user: String? = nil) throws -> (daemon: DaemonProcess, port: UInt16) {
        let daemon = try DaemonProcess(
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = \(command)
            \(user.map { "user = \"\($0)\"" } ?? "")
            accounting = "all"
            workers = { min = 1, max = 4 }
            """)
        return (daemon, try #require(daemon.address("program").port))
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) throws -> String {
        var launch = Launch(program: program, arguments: arguments)
        launch.environment = ["HOME=\(folder.path)", "LC_ALL=C.UTF-8"]
        let outcome = try Program.run(launch, within: .seconds(60))
        #expect(outcome.status == .exited(0), "\(program) \(arguments): \(outcome)")
        return outcome.output
    }

    private func isSame(_ tree: String) throws -> Bool {
        for name in ["large", "second", "small"] {
            let (ours, theirs) = ("\(folder.path)/tree/\(name)", "\(folder.path)/\(tree)/\(name)")
            guard try FileContents.read(ours, limit: 1 << 21) == FileContents.read(theirs, limit: 1 << 21) else {
                return false
            }
        }
        return true
    }

    @Test("rsync sends a tree, lists it, takes it back and finds that nothing has changed", .needs(program: "rsync"))
    func rsync() throws {
        let served = folder.path("served")
        try folder.write("served/known", "")
        let configuration = try folder.write(
            "rsyncd.conf",
            """
            use chroot = no
            log file = \(folder.path("log"))
            [files]
            path = \(served)
            read only = no
            """)
        let user = Credentials.isRoot ? "nobody" : nil
        if let user { try run("chown", ["-R", user, folder.path]) }
        let (daemon, port) = try start(["/usr/bin/rsync", "--daemon", "--config=\(configuration)"], as: user)
        let url = "rsync://127.0.0.1:\(port)/files"
        try run("rsync", ["-a", "\(folder.path)/tree/", "\(url)/copy/"])
        #expect(try isSame("served/copy"))
        #expect(try run("rsync", ["\(url)/copy/"]).contains("1,000,000"))
        try run("rsync", ["-a", "\(url)/copy/", folder.path("back")])
        #expect(try isSame("back"))
        #expect(try run("rsync", ["-ai", "--checksum", "\(url)/copy/", folder.path("back")]) == "")
        let missing = try Program.run(
            Launch(program: "rsync", arguments: ["rsync://127.0.0.1:\(port)/missing/"]), within: .seconds(20))
        #expect(missing.status == .exited(5))
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("svnserve holds a repository on which two working copies meet", .needs(program: "svn"))
    func subversion() throws {
        try run("svnadmin", ["create", folder.path("repository")])
        try folder.write("repository/conf/svnserve.conf", "[general]\nanon-access = write\n")
        let (daemon, port) = try start(["/usr/bin/svnserve", "--inetd", "--root=\(folder.path)"])
        let url = "svn://127.0.0.1:\(port)/repository"
        let (one, other) = (folder.path("one"), folder.path("other"))
        try run("svn", ["import", "-q", "-m", "first", folder.path("tree"), "\(url)/trunk"])
        for copy in [one, other] { try run("svn", ["checkout", "-q", "\(url)/trunk", copy]) }
        #expect(try isSame("one") && isSame("other"))
        try folder.write("one/small", "line\nmore\n")
        try run("svn", ["commit", "-q", "-m", "second", one])
        try run("svn", ["update", "-q", other])
        #expect(FileContents.text("\(other)/small") == "line\nmore\n")
        #expect(try run("svn", ["info", "--show-item=revision", url]) == "2\n")
        try run("svnadmin", ["verify", "-q", folder.path("repository")])
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: " failed: ") == 0)
    }
}

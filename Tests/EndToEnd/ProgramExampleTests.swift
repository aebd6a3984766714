import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("The shipped examples of programs", .daemonLogs)
struct ProgramExampleTests {
    @Test("a shell script of three lines")
    func shell() throws {
        let script = try FileContents.read("\(ShippedProgram.folder)/who.sh", limit: 1 << 16)
        #expect(script.count { $0 == UInt8(ascii: "\n") } == 3)
        let daemon = try ShippedProgram.start("who")
        let client = try TestClient(daemon.address("who"))
        let port = try #require(Socket.localAddress(client.number).port)
        #expect(
            try client.receiveToEnd() == "You are 127.0.0.1, port \(port), and connection 1 of who.\n")
        _ = try daemon.log.wait(containing: "who: connection 1: told 127.0.0.1 who it is")
    }

    @Test("a script in Python", .needs(program: "python3"))
    func python() throws {
        let daemon = try ShippedProgram.start("sum")
        let client = try TestClient(daemon.address("sum"))
        try client.send("1 2 3\n")
        #expect(try client.receive() == "6.0\n")
        try client.send("1 x\n")
        #expect(try client.receive() == "not a number\n")
        _ = try daemon.log.wait(containing: "sum: connection 1: could not convert string to float: 'x'")
        try client.closeWriting()
        #expect(try client.receiveToEnd() == "")
    }

    @Test("a git server: ls-remote, clone and fetch, and what git says of a missing repository", .needs(program: "git"))
    func git() throws {
        let folder = try TemporaryFolder()
        let run = { (arguments: [String]) throws -> Outcome in
            var launch = Launch(program: "git", arguments: ["-c", "init.defaultBranch=main"] + arguments)
            launch.environment += ["HOME=\(folder.path)", "GIT_CONFIG_NOSYSTEM=1"]
            launch.environment += ["AUTHOR", "COMMITTER"].flatMap { ["GIT_\($0)_NAME=a", "GIT_\($0)_EMAIL=a@b"] }
            let outcome = try Program.run(launch, within: .seconds(60))
            #expect(outcome.status == .exited(0), "git \(arguments): \(outcome)")
            return outcome
        }
        let (work, served) = (folder.path("work"), folder.path("project.git"))
        _ = try run(["init", work])
        try folder.write("work/file", String(repeating: "line\n", count: 10_000))
        _ = try run(["-C", work, "add", "file"])
        _ = try run(["-C", work, "commit", "-m", "first"])
        _ = try run(["clone", "--bare", work, served])
        try folder.write("project.git/git-daemon-export-ok", "")
        let daemon = try ShippedProgram.start("git", [("/srv/git", folder.path)])
        let port = try #require(daemon.address("git").port)
        let url = "git://127.0.0.1:\(port)/project.git"
        let head = try run(["-C", work, "rev-parse", "HEAD"]).output.dropLast()
        #expect(try run(["ls-remote", url, "refs/heads/main"]).output == "\(head)\trefs/heads/main\n")
        let clone = folder.path("clone")
        _ = try run(["clone", url, clone])
        #expect(try run(["-C", clone, "rev-parse", "HEAD"]).output.dropLast() == head)
        try folder.write("work/second", "more\n")
        _ = try run(["-C", work, "add", "second"])
        _ = try run(["-C", work, "commit", "-m", "second"])
        _ = try run(["-C", work, "push", served, "HEAD:main"])
        _ = try run(["-C", clone, "fetch"])
        let next = try run(["-C", work, "rev-parse", "HEAD"]).output
        #expect(try run(["-C", clone, "rev-parse", "origin/main"]).output == next)
        _ = try run(["-C", clone, "fsck", "--full"])
        let missing = try Program.run(
            Launch(program: "git", arguments: ["ls-remote", "git://127.0.0.1:\(port)/missing.git"]))
        #expect(missing.status != .exited(0))
        _ = try daemon.log.wait(containing: " failed: the program exited with status ")
    }
}

import Daemon
import Glibc
import LinuxSystem
import Testing

@Suite("preforkctl on an installed system", .needsMachine)
struct SeeingInsideTests {
    @Test("root sees what the daemon does and changes it, others may not")
    func access() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("systemctl", "start", "preforkd")
        #expect(try machine.succeed("preforkctl", "status").contains("smile  ready"))
        #expect(try machine.run("runuser", "-u", "nobody", "--", "preforkctl", "status").status == .exited(4))
        #expect(try machine.succeed("runuser", "-u", "preforkd", "--", "preforkctl", "status").contains("smile  ready"))
        try machine.succeed("systemctl", "stop", "preforkd")
        #expect(try machine.run("preforkctl", "status").status == .exited(3))
    }

    @Test("the commands of the README do what it says")
    func readme() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("systemctl", "start", "preforkd")
        #expect(try machine.succeed("preforkctl", "status").contains("serving"))
        let workers = try machine.succeed("preforkctl", "workers", "smile").split(separator: "\n")
        #expect(workers.count == 1 + 4)
        #expect(try machine.succeed("preforkctl", "events", "-n", "50").contains("ready: smile"))
        try machine.succeed("preforkctl", "scale", "smile", "--min", "8")
        #expect(try machine.succeed("preforkctl", "status").contains("at least 8"))
    }

    @Test("the commands of the README that ask the journal find what they ask for")
    func readmeJournal() throws {
        let file = String(#filePath.dropLast("Tests/Packaging/SeeingInsideTests.swift".count)) + "README.md"
        let lines = try #require(FileContents.text(file)).split(separator: "\n").map { $0.dropFirst(2) }
        let commands = lines.filter { $0.hasPrefix("journalctl ") }
        #expect(commands.count == 4)
        let machine = try Machine.withPackage(
            configuration: """
                [service.smile]
                listen = "127.0.0.1:7890"
                handler = "greeting"
                message = "Smile\\n"
                accounting = "all"
                """)
        #expect(try machine.succeed("preforkctl", "connect") == "Smile\n")
        let cursor = try machine.journalEnd()
        try #require(try machine.workers().first).send(SIGKILL)
        try machine.waitForRecord(.workerDied, after: cursor)
        for command in commands {
            let said = try machine.succeed("sh", "-c", String(command))
            #expect(!said.isEmpty && !said.contains("-- No entries --"), "\(command): \(said)")
        }
    }
}

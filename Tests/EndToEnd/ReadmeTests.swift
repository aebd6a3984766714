import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("README.md", .daemonLogs)
struct ReadmeTests {
    private let readme: ReadmeDocument

    init() throws {
        readme = try ReadmeDocument()
    }

    @Test("each of its commands is run by a test, here or on a booted systemd")
    func everyCommand() {
        let sections = ReadmeCommands.sectionsRunHere
        let elsewhere = readme.commands.filter { !sections.contains($0.section) }
        #expect(elsewhere.map(\.line) == ReadmeCommands.onSystemd)
        for section in sections { #expect(readme.commands.contains { $0.section == section }) }
    }

    @Test(
        "the commands of a section do, one after the other, what it says that they do",
        .needsOwnNetwork, arguments: ReadmeCommands.sectionsRunHere)
    func section(_ name: String) throws {
        let stage = try stage(for: name)
        var daemons: [DaemonProcess] = []
        for command in readme.commands where command.section == name {
            #expect(!command.isForRoot, "\(command.line) is run as anybody")
            if command.serves {
                daemons.append(try stage.serve(command.line))
                continue
            }
            let outcome = try stage.run(command.line)
            if command.output.isEmpty {
                #expect(outcome.status == .exited(0), "\(command.line): \(outcome)")
            } else {
                let said = (outcome.output + outcome.error).split(separator: "\n").map(String.init)
                #expect(said == command.output, "\(command.line): \(outcome)")
            }
        }
        #expect(daemons.count == 1)
        for daemon in daemons {
            // As Ctrl-C does.
            daemon.child.sendToGroup(SIGINT)
            _ = try daemon.waitForEnd()
            #expect(daemon.log.count(containing: "stopped after") == 1)
        }
    }

    @Test("the services of the tour answer on each of their addresses", .needsOwnNetwork)
    func tour() throws {
        let stage = try stage(for: "Configuration")
        let command = try #require(readme.commands.first { $0.section == "Configuration" && $0.serves })
        let daemon = try stage.serve(command.line)
        let hello = try stage.run("swift run preforkctl connect 127.0.0.1 7891")
        #expect(hello.output == "Hello from preforkd\n", "\(hello)")
        let client = try TestClient(.init(unixPath: stage.seenByDaemon("/tmp/hello.sock")))
        #expect(try client.receiveToEnd() == "Hello from preforkd\n")
        let echo = try stage.run(
            "bash -c 'exec 3<>/dev/tcp/127.0.0.1/7892 && echo hi >&3 && head -n 1 <&3'")
        #expect(echo.output == "hi\n", "\(echo)")
        _ = try daemon.log.wait(containing: "hello: 127.0.0.1:")
        _ = try daemon.log.wait(containing: "hello: unix:")
    }

    @Test("the scripts that it names are there, can be run and know the options that it gives them")
    func scripts() throws {
        let calls = readme.commands.flatMap { $0.line.components(between: " && ") }.filter {
            $0.hasPrefix("packaging/")
        }
        #expect(calls.count >= 2)
        for call in calls {
            let words = call.components(between: " ")
            let path = "\(ReadmeDocument.root)/\(words[0])"
            #expect(access(path, X_OK) == 0, "\(words[0])")
            let script =
                (try? FileContents.read(path, limit: 1 << 20)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            for option in words.dropFirst() where option.hasPrefix("--") {
                #expect(script.contains("\(option))"), "\(words[0]) knows no \(option)")
            }
        }
    }

    @Test("the files of the project that it names are there")
    func files() throws {
        let places = ["Sources/", "Tests/", "packaging/", "etc/"]
        let named = readme.lines.flatMap { line in
            line.components(between: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        }.filter { name in places.contains { name.hasPrefix($0) } }
        #expect(!named.isEmpty)
        for name in named { #expect(FileContents.exists("\(ReadmeDocument.root)/\(name)"), "\(name)") }
    }

    /// A stage with the file that the section says to save.
    private func stage(for section: String) throws -> ReadmeStage {
        let stage = try ReadmeStage()
        let files = readme.blocks(of: "toml").filter { $0.section == section }
        #expect(
            files.count == readme.lines.count { $0.contains("Save this as `tour.toml`") && section == "Configuration" })
        for file in files { try stage.folder.write("tour.toml", file.text) }
        return stage
    }
}

extension String {
    fileprivate func components(between separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}

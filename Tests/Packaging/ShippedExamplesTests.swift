import DaemonConfiguration
import LinuxSystem
import Prefork
import TestSupport
import Testing

@Suite("The shipped examples")
struct ShippedExamplesTests {
    private static let names = ["small-services.toml.example", "socket-activation.toml.example"]

    @Test("are those that the tests look into, and none is in effect")
    func complete() throws {
        let found = try FileContents.names(in: DocumentsTree.path("etc/preforkd/conf.d"))
        #expect(found == ["README"] + Self.names)
    }

    @Test("each is right beside the shipped file, and preforkd says so", arguments: names)
    func check(name: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("preforkd.toml", try DocumentsTree.text(ShippedExample.file))
        let inEffect = String(name.dropLast(".example".count))
        try folder.write("conf.d/\(inEffect)", try DocumentsTree.text("etc/preforkd/conf.d/\(name)"))
        let answer = try DocumentsProgram.ours("preforkd").run("--config", file, "--check")
        #expect(answer.status == 0 && answer.output == "\(file): ok\n" && answer.error == "", "\(answer)")
        let plan = try LoadedPlan.load(mainFile: file).plan
        #expect(plan.sources == [file, folder.path("conf.d/\(inEffect)")])
    }

    @Test("the small services are on the ports of their RFCs, for this machine alone")
    func ports() throws {
        let services = try Self.services("small-services.toml.example")
        let ports: [HandlerName: UInt16] = [.echo: 7, .discard: 9, .daytime: 13, .qotd: 17, .chargen: 19, .time: 37]
        let written = services.reduce(into: [:]) { $0[$1.handler.name] = $1.listen }
        #expect(written == ports.mapValues { [.host("127.0.0.1", port: $0), .host("::1", port: $0)] })
        #expect(services.map(\.name) == services.map(\.handler.name.rawValue))
    }

    @Test("the activated service asks for sockets under the name that preforkd.socket gives them")
    func activation() throws {
        let service = try #require(Self.services("socket-activation.toml.example").first)
        let unit = try DocumentsTree.lines("packaging/systemd/preforkd.socket")
        let name = try #require(unit.first { $0.hasPrefix("FileDescriptorName=") }).split(separator: "=")[1]
        #expect(service.listen == [.systemd(String(name))])
    }

    /// What an example adds to the shipped file.
    private static func services(_ name: String) throws -> [ServicePlan] {
        let example = try DocumentsTree.text("etc/preforkd/conf.d/\(name)")
        let loaded = try LoadedPlan.loading(DocumentsTree.text(ShippedExample.file), conf: ["example.toml": example])
        return Array(loaded.plan.services.dropFirst())
    }
}

@Suite("The shipped examples of programs")
struct ShippedProgramsTests {
    private static let folder = "etc/preforkd/examples"
    private static let names = ["count.toml", "git.toml", "gunicorn.toml", "sum.toml", "who.toml"]

    @Test("are those that the tests look into, and the programs that they name")
    func complete() throws {
        let found = try FileContents.names(in: DocumentsTree.path(Self.folder))
        #expect(found == (["README", "count.py", "hello.py", "sum.py", "who.sh"] + Self.names).sorted())
    }

    @Test("each is right in conf.d, with its programs where the package puts them", arguments: names)
    func check(name: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("preforkd.toml", try DocumentsTree.text(ShippedExample.file))
        let text = try DocumentsTree.text("\(Self.folder)/\(name)")
        let programs = DocumentsTree.path(Self.folder)
        try folder.write("conf.d/\(name)", text.replacing("/etc/preforkd/examples", with: programs))
        let answer = try DocumentsProgram.ours("preforkd").run("--config", file, "--check")
        // Where a program is not installed, that is what there is to say.
        let needed = ["/usr/bin/git", "/usr/bin/gunicorn"].first { text.contains("\"\($0)\"") }
        if let needed, !FileContents.exists(needed) {
            #expect(answer.status == 78 && answer.error.contains("can't run \"\(needed)\": No such file"))
        } else {
            #expect(answer.status == 0 && answer.output == "\(file): ok\n" && answer.error == "", "\(answer)")
        }
    }
}

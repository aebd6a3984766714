import Foundation
import Testing

@testable import DaemonConfiguration

@Suite("conf.d beside the main file")
struct ConfigurationFilesTests {
    private func service(_ name: String, port: Int) -> String {
        "[service.\(name)]\nlisten = \"*:\(port)\"\nhandler = \"echo\"\n"
    }

    @Test("is read after it, in the order of the bytes of its names")
    func order() throws {
        let folder = try ConfigurationFolder(
            service("main", port: 1),
            confD: [
                "b.toml": service("b", port: 2), "B.toml": service("upper", port: 3),
                "10.toml": service("ten", port: 4), "9.toml": service("nine", port: 5),
                "é.toml": service("e", port: 6),
            ])
        let plan = try folder.load().plan
        #expect(plan.services.map(\.name) == ["main", "ten", "nine", "upper", "b", "e"])
        let names = ["main.toml", "conf.d/10.toml", "conf.d/9.toml", "conf.d/B.toml", "conf.d/b.toml", "conf.d/é.toml"]
        let paths = names.map { "\(folder.path)/\($0)" }
        #expect(plan.sources == paths)
        #expect(plan.services.map { $0.place.file } == plan.sources)
    }

    @Test("only names that end in .toml and do not start with a dot count")
    func names() throws {
        let folder = try ConfigurationFolder(
            service("main", port: 1),
            confD: [".a.toml": "x", "a.toml~": "x", "a.toml.dpkg-old": "x", "README": "x", "a.TOML": "x", ".toml": "x"])
        #expect(try folder.load().plan.sources.count == 1)
    }

    @Test("the services may all be there, and the folder may be missing")
    func empty() throws {
        let folder = try ConfigurationFolder("", confD: ["a.toml": service("a", port: 1)])
        #expect(try folder.load().plan.services.count == 1)
        try FileManager.default.removeItem(atPath: folder.path + "/conf.d")
        #expect(folder.errors() == ["main.toml:1:1: no service is defined; add a [service.NAME]"])
    }

    @Test("a file there that can't be read is an error, and so is a conf.d that is no folder")
    func unreadable() throws {
        let folder = try ConfigurationFolder("[service.a]\n", confD: ["b.toml": "[deamon]\n"])
        try FileManager.default.createDirectory(
            atPath: folder.path + "/conf.d/a.toml", withIntermediateDirectories: false)
        #expect(
            folder.errors() == [
                "main.toml:1:10: \"listen\" is missing in [service.a]",
                "main.toml:1:10: \"handler\" is missing in [service.a]",
                "conf.d/a.toml:1:1: is a directory, not a file",
                "conf.d/b.toml:1:2: unknown section [deamon]; did you mean \"daemon\"?",
            ])
        try FileManager.default.removeItem(atPath: folder.path + "/conf.d")
        try folder.write([], to: "conf.d")
        #expect(folder.errors().last == "conf.d:1:1: cannot be read: Not a directory")
    }

    @Test("a missing main file does not hide what is wrong beside it")
    func missingMain() throws {
        let folder = try ConfigurationFolder(confD: ["a.toml": "[deamon]\n"])
        #expect(
            folder.errors() == [
                "main.toml:1:1: cannot be read: No such file or directory",
                "conf.d/a.toml:1:2: unknown section [deamon]; did you mean \"daemon\"?",
            ])
    }
}

import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import DaemonConfiguration

@Suite("The keys that say as whom, where and within which limits workers run")
struct IdentityTests {
    static let wrong: [(String, String)] = [
        ("user = \"no-such-user\"", "4:8: \"user\": there is no user \"no-such-user\""),
        ("group = \"no-such-group\"", "4:9: \"group\": there is no group \"no-such-group\""),
        ("chroot = \"\"", "4:10: \"chroot\" must be an absolute path, not \"\""),
        ("chroot = \"srv\"", "4:10: \"chroot\" must be an absolute path, not \"srv\""),
        ("chroot = \"/no/such\"", "4:10: \"chroot\": \"/no/such\": No such file or directory"),
        ("chroot = \"/etc/passwd\"", "4:10: \"chroot\": \"/etc/passwd\": it is no folder"),
        ("directory = \"~\"", "4:13: \"directory\" must be an absolute path, not \"~\""),
        ("directory = \"/a\\u0000\"", "4:13: \"directory\" must be an absolute path, not \"/a\\u0000\""),
        ("directory = \"/no/such\"", "4:13: \"directory\": \"/no/such\": No such file or directory"),
        ("directory = \"/etc/passwd\"", "4:13: \"directory\": \"/etc/passwd\": it is no folder"),
        (
            "chroot = \"/usr\"\ndirectory = \"/etc/ssl\"",
            "5:13: \"directory\": \"/etc/ssl\" in the chroot \"/usr\": No such file or directory"
        ),
        ("limits = 5", "4:10: \"limits\" must be a table of limits, not an integer"),
        ("limits = { nofil = 5 }", "4:12: \"limits\": unknown limit \"nofil\"; did you mean \"nofile\"?"),
        ("limits = { rss = \"5M\" }", "4:12: \"limits\": unknown limit \"rss\""),
        (
            "limits.nofile = true",
            "4:17: \"limits.nofile\" must be an integer, \"infinity\" or two of these such as \"1024:4096\", not a boolean"
        ),
        (
            "limits.nofile = -1",
            "4:17: \"limits.nofile\" must be an integer, \"infinity\" or two of these such as \"1024:4096\", not \"-1\""
        ),
        (
            "limits.nofile = \"infinite\"",
            "4:17: \"limits.nofile\" must be an integer, \"infinity\" or two of these such as \"1024:4096\", "
                + "not \"infinite\"; did you mean \"infinity\"?"
        ),
        (
            "limits.nproc = \"1:2:3\"",
            "4:16: \"limits.nproc\" must be an integer, \"infinity\" or two of these such as \"1024:4096\", not \"1:2:3\""
        ),
        (
            "limits.nofile = \"20:10\"",
            "4:17: \"limits.nofile\" must not have a soft limit above its hard one: \"20:10\""
        ),
        ("limits.nice = 41", "4:15: \"limits.nice\" must be 0 to 40, not 41"),
        ("limits.as = 5", "4:13: \"limits.as\" carries no unit; write \"5M\""),
        ("limits.as = \"5M:6\"", "4:13: \"limits.as\" carries no unit; write \"6M\""),
        ("limits.cpu = 5", "4:14: \"limits.cpu\" carries no unit; write \"5s\""),
        ("limits.cpu = \"1500ms\"", "4:14: \"limits.cpu\" must be whole seconds, not \"1500ms\""),
        ("limits.rttime = \"9999999999999d\"", "4:17: \"limits.rttime\" is far too long: \"9999999999999d\""),
    ]

    @Test("what is wrong is told at its place", arguments: wrong)
    func refuses(line: String, expected: String) throws {
        #expect(try errors(in: echo(line)) == ["main.toml:\(expected)"])
    }

    static let right: [(String, ResourceLimit.Kind, Int, Int)] = [
        ("nofile = 1024", .descriptors, 1_024, 1_024),
        ("nofile = \"1024:4096\"", .descriptors, 1_024, 4_096),
        ("nproc = \"infinity\"", .processes, .max, .max),
        ("nproc = \"0:infinity\"", .processes, 0, .max),
        ("core = 0", .core, 0, 0),
        ("core = \"0:infinity\"", .core, 0, .max),
        ("as = \"64M:1G\"", .addressSpace, 64 << 20, 1 << 30),
        ("cpu = \"2min\"", .processorTime, 120, 120),
        ("rttime = \"200ms:1s\"", .realTime, 200_000, 1_000_000),
    ]

    @Test("a limit is a number, a size, a time or infinity, and may be two", arguments: right)
    func reads(text: String, kind: ResourceLimit.Kind, soft: Int, hard: Int) throws {
        let limits = try service(in: echo("limits = { \(text) }")).identity.limits
        #expect(limits == [kind: ResourceLimit(soft: soft, hard: hard)])
    }

    @Test("every limit can be set, shown and read again", arguments: ResourceLimit.Kind.allCases)
    func all(kind: ResourceLimit.Kind) throws {
        let limit = ResourceLimit(soft: kind.measure == .microseconds ? 5_000 : 0, hard: ResourceLimit.unlimited)
        let text = "\(kind.rawValue) = \(LimitText.write(limit, kind))"
        #expect(try service(in: echo("limits = { \(text) }")).identity.limits == [kind: limit])
    }

    /// A folder with a link that leads out of it, but not from inside.
    private func jail() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("bin/dynamic", bytes: try FileContents.read("/usr/bin/true", limit: 1 << 26), mode: 0o755)
        for (name, text) in ["static": "text", "script": "#!/bin/static\n", "orphan": "#!/bin/sh\n"] {
            try folder.write("bin/\(name)", bytes: Array(text.utf8), mode: 0o755)
        }
        let links = ["link": "/bin/static", "outside": "/usr/bin/true", "up": "../../../../bin/static"]
        for (name, target) in links { #expect(symlink(target, folder.path("bin/\(name)")) == 0) }
        return folder
    }

    @Test("a command is looked up below the chroot, with its links and its interpreter")
    func command() throws {
        let folder = try jail()
        let jail = folder.path
        let said = { (program: String) in
            let keys = "handler = \"program\"\nchroot = \"\(jail)\"\ncommand = [\"/bin/\(program)\"]\n"
            return try errors(in: "[service.a]\nlisten = \"*:7\"\n" + keys).map {
                $0.replacing("in the chroot \"\(jail)\"", with: "in the chroot")
            }
        }
        let start = { (program: String) in "main.toml:5:12: \"command\": can't run \"/bin/\(program)\" in the chroot: "
        }
        for program in ["static", "script", "link", "up"] { #expect(try said(program) == []) }
        #expect(try said("none") == [start("none") + "No such file or directory"])
        #expect(try said("outside") == [start("outside") + "No such file or directory"])
        #expect(try said("orphan") == [start("orphan") + "its interpreter \"/bin/sh\": No such file or directory"])
        let dynamic = try said("dynamic")
        #expect(dynamic.count == 1 && dynamic[0].hasPrefix(start("dynamic") + "its interpreter \"/lib"))
        withExtendedLifetime(folder) {}
    }

    @Test("a chroot that is wrong itself says nothing of what would be in it")
    func once() throws {
        let text = "[service.a]\nlisten = \"*:7\"\nhandler = \"program\"\nchroot = \"a\"\ncommand = [\"/no/such\"]\n"
        #expect(try errors(in: text) == ["main.toml:4:10: \"chroot\" must be an absolute path, not \"a\""])
    }
}

import Glibc
import SystemPackage
import TestSupport
import Testing

@testable import LinuxSystem

@Suite("A folder that will be \"/\" to somebody")
struct RootFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        mkdir(folder.path("data"), 0o755)
        chmod(try folder.write("file", "text"), 0o755)
        symlink("/file", folder.path("inside"))
        symlink("/bin/true", folder.path("outside"))
        symlink("../../../../file", folder.path("up"))
        symlink("loop", folder.path("loop"))
    }

    @Test("paths and links begin in it and never lead out of it")
    func links() throws {
        let root = try RootFolder(folder.path)
        for name in ["/file", "/inside", "/up", "/../file", "/data/../../file"] {
            #expect(ProgramFile.objection(to: name, in: root) == nil, "\(name)")
        }
        #expect(ProgramFile.objection(to: "/outside", in: root) == "No such file or directory")
        #expect(ProgramFile.objection(to: folder.path("file"), in: root) == "No such file or directory")
        #expect(ProgramFile.objection(to: "/loop", in: root) == Errno.tooManySymbolicLinkLevels.description)
        #expect(ProgramFile.objection(to: "/data", in: root) == "it is a folder")
        #expect(ProgramFile.objection(to: folder.path("file")) == nil)
    }

    @Test("a folder in it is known from what is none")
    func folders() throws {
        let root = try RootFolder(folder.path)
        #expect(root.objection(toFolder: "/data") == nil)
        #expect(root.objection(toFolder: "/") == nil)
        #expect(root.objection(toFolder: "/file") == "it is no folder")
        #expect(root.objection(toFolder: "/none") == "No such file or directory")
        #expect(RootFolder.system.objection(toFolder: folder.path("data")) == nil)
    }

    @Test("only a folder can be one")
    func wrong() {
        #expect(throws: Errno.notDirectory) { _ = try RootFolder(folder.path("file")) }
        #expect(throws: Errno.noSuchFileOrDirectory) { _ = try RootFolder(folder.path("none")) }
    }
}

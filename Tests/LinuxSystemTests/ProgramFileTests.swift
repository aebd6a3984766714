import Glibc
import TestSupport
import Testing

@testable import LinuxSystem

@Suite("What can be known of a program's file")
struct ProgramFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func script(_ text: String, mode: mode_t = 0o755) throws -> String {
        let path = try folder.write("script", text)
        chmod(path, mode)
        return path
    }

    @Test("programs and scripts are right", arguments: ["#!/bin/sh\n", "#! /bin/sh -e\n", "#!/bin/sh", "text", ""])
    func right(text: String) throws {
        #expect(ProgramFile.objection(to: "/bin/true") == nil)
        #expect(ProgramFile.objection(to: try script(text)) == nil)
    }

    @Test("what is missing, a folder, a device or not executable is refused")
    func wrong() throws {
        #expect(ProgramFile.objection(to: folder.path("none")) == "No such file or directory")
        #expect(ProgramFile.objection(to: "/bin/true/none") == "Not a directory")
        #expect(ProgramFile.objection(to: folder.path) == "it is a folder")
        #expect(ProgramFile.objection(to: "/dev/null") == "it is no regular file")
        #expect(ProgramFile.objection(to: try script("#!/bin/sh\n", mode: 0o644)) == "it is not executable")
    }

    @Test("a script is refused for its interpreter, and its interpreter's")
    func interpreters() throws {
        let missing = try script("#!/no/such/program -x\n")
        #expect(
            ProgramFile.objection(to: missing)
                == "its interpreter \"/no/such/program\": No such file or directory")
        let second = try folder.write("second", "#!\(missing)\n")
        chmod(second, 0o755)
        #expect(
            ProgramFile.objection(to: second)
                == "its interpreter \"\(missing)\": its interpreter \"/no/such/program\": No such file or directory")
        let windows = try script("#!/bin/sh\r\n")
        #expect(ProgramFile.objection(to: windows) == "its interpreter \"/bin/sh\r\": No such file or directory")
    }

    @Test("a script that is its own interpreter is left to the kernel")
    func circle() throws {
        let path = folder.path("script")
        #expect(ProgramFile.objection(to: try script("#!\(path)\n")) == nil)
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("A program that can't be started any more", .daemonLogs)
struct ProgramFaultTests {
    private let folder: TemporaryFolder
    private let daemon: DaemonProcess

    init() throws {
        folder = try TemporaryFolder()
        let program = try folder.write("program", bytes: Array("#!/bin/sh\necho hello\n".utf8), mode: 0o755)
        daemon = try DaemonProcess(
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["\(program)"]
            workers = { min = 1, max = 2 }
            [service.other]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "hello"
            workers = { min = 1, max = 1 }
            """)
    }

    private func answer(_ service: String) throws -> String {
        try TestClient(daemon.address(service)).receiveToEnd()
    }

    @Test("closes the connection and says why, throttles its service alone, and is tried until it is there again")
    func vanishes() throws {
        #expect(try answer("program") == "hello\n")
        let (program, away) = (folder.path("program"), folder.path("away"))
        rename(program, away)
        let reason = "can't start \(program): No such file or directory"
        for _ in 0..<4 { #expect(try answer("program") == "") }
        _ = try daemon.log.wait(containing: "program: a worker can't go on: \(reason)")
        #expect(daemon.log.texts.contains { $0.contains(" failed: \(reason)") && $0.contains(" program: 127.0.0.1:") })
        _ = try daemon.log.wait(containing: "program: workers fail to start (")
        #expect(try answer("other") == "hello")
        rename(away, program)
        #expect(try answer("program") == "hello\n")
    }

    @Test(
        "is told in the kernel's words",
        arguments: [
            ("not executable", "Permission denied"), ("no interpreter", "No such file or directory"),
            ("no program", "Exec format error"),
        ])
    func reasons(fault: String, words: String) throws {
        let program = folder.path("program")
        switch fault {
        case "not executable": chmod(program, 0o644)
        case "no interpreter": try folder.write("program", "#!/no/such/interpreter\n")
        default: try folder.write("program", "hello\n")
        }
        #expect(try answer("program") == "")
        _ = try daemon.log.wait(containing: "program: a worker can't go on: can't start \(program): \(words)")
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A program that can't be started any more", .daemonLogs)
struct ProgramFaultTests {
    private let folder: TemporaryFolder
    private let program: String

    init() throws {
        folder = try TemporaryFolder()
        program = try folder.write("program", bytes: Array("#!/bin/sh\necho hello\n".utf8), mode: 0o755)
    }

    private func start(accounting: String = "errors") throws -> DaemonProcess {
        try DaemonProcess(
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["\(program)"]
            accounting = "\(accounting)"
            workers = { min = 1, max = 2 }
            [service.other]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "hello"
            workers = { min = 1, max = 1 }
            """)
    }

    private func answer(_ daemon: DaemonProcess, _ service: String = "program") throws -> String {
        try TestClient(daemon.address(service)).receiveToEnd()
    }

    @Test(
        "closes the connection and says why in one record, whatever is recorded", arguments: ["off", "errors", "all"])
    func record(accounting: String) throws {
        let daemon = try start(accounting: accounting)
        rename(program, folder.path("away"))
        #expect(try answer(daemon) == "")
        let reason = "can't start \(program): No such file or directory"
        let record = try daemon.log.wait(containing: reason).text
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: reason) == 1)
        #expect(record.contains(#/ error +program: /#))
        #expect(record.contains(" failed: ") == (accounting != "off"))
        #expect(daemon.log.texts.last?.contains("1 connection (0 served, 1 failed, 0 crashed)") == true)
    }

    @Test("throttles its service alone, and is tried until it is there again")
    func throttled() throws {
        let daemon = try start()
        #expect(try answer(daemon) == "hello\n")
        let away = folder.path("away")
        rename(program, away)
        for _ in 0..<4 { #expect(try answer(daemon) == "") }
        _ = try daemon.log.wait(containing: "program: workers fail to start (")
        #expect(try answer(daemon, "other") == "hello")
        rename(away, program)
        #expect(try answer(daemon) == "hello\n")
    }

    @Test("lets clients wait while it is throttled: a crowd costs few starts, and is served when it is there again")
    func crowd() throws {
        let daemon = try start()
        let away = folder.path("away")
        rename(program, away)
        let address = try daemon.address("program")
        let clients = try (0..<200).map { _ in try TestClient(address, patience: .seconds(60)) }
        // The second round of failed starts came after the first delay, and all that is waiting for the next.
        _ = try daemon.log.wait(containing: "program: workers fail to start (2")
        let failed = daemon.log.count(containing: "can't start \(program): ")
        #expect(failed < 20, "of 200 that wait")
        rename(away, program)
        var served = 0
        for client in clients where try client.receiveToEnd() == "hello\n" { served += 1 }
        #expect(served > 150)
    }

    @Test(
        "is told in the kernel's words",
        arguments: [
            ("not executable", "Permission denied"), ("folder", "Permission denied"),
            ("no interpreter", "No such file or directory"), ("no program", "Exec format error"),
        ])
    func reasons(fault: String, words: String) throws {
        let daemon = try start()
        switch fault {
        case "not executable": chmod(program, 0o644)
        case "folder":
            unlink(program)
            mkdir(program, 0o755)
        case "no interpreter": try folder.write("program", "#!/no/such/interpreter\n")
        default: try folder.write("program", "hello\n")
        }
        #expect(try answer(daemon) == "")
        _ = try daemon.log.wait(containing: " failed: can't start \(program): \(words), ")
    }
}

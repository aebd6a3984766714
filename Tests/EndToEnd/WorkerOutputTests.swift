import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("What workers write to their stderr", .daemonLogs)
struct WorkerOutputTests {
    private let folder: TemporaryFolder
    private let daemon: DaemonProcess

    init() throws {
        folder = try TemporaryFolder()
        var setup = DaemonSetup(nil)
        setup.program = Program.trapping
        setup.arguments = [folder.path("")]
        setup.environment = ["SWIFT_BACKTRACE=enable=no"]
        daemon = try setup.start()
    }

    @Test("is a record for each line, with the worker's fields")
    func lines() throws {
        let client = try TestClient(daemon.address("trap"))
        #expect(try client.exchange("write a warning\nand more\n") == "write a warning\nand more\n")
        let first = try daemon.log.wait(containing: ": a warning ").text
        let second = try daemon.log.wait(containing: ": and more ").text
        for line in [first, second] {
            #expect(line.contains(" notice "))
            #expect(line.contains("PREFORKD_SERVICE=trap") && line.contains("PREFORKD_WORKER="))
        }
    }

    @Test("is limited where it is a flood, told how much was left out, and stops neither worker nor supervisor")
    func flood() throws {
        let client = try TestClient(daemon.address("trap"))
        #expect(try client.exchange("flood 2000") == "flood 2000")
        let record = try daemon.log.wait(containing: " more lines are left out").text
        let leftOut = try #require(record.firstMatch(of: /: (\d+) more lines are left out/)).1
        let told = daemon.log.count(containing: ": flood ")
        #expect(told >= 100)
        #expect(try #require(Int(leftOut)) + told <= 2_000)
        #expect(try client.exchange("hello") == "hello")
    }

    @Test("does not stop a worker whose supervisor is stopped, though it is more than a pipe holds")
    func stoppedSupervisor() throws {
        let client = try TestClient(daemon.address("trap"))
        #expect(try client.exchange("hello") == "hello")
        daemon.child.send(SIGSTOP)
        #expect(try client.exchange("flood 20000") == "flood 20000")
        daemon.child.send(SIGCONT)
        _ = try daemon.log.wait(containing: " more lines are left out")
    }

    @Test("may end before the worker does, and nobody spins")
    func closed() throws {
        let client = try TestClient(daemon.address("trap"))
        #expect(try client.exchange("closes") == "closes")
        try ProcessFacts.waitUntilQuiet([daemon.pid], for: .milliseconds(200))
        #expect(try client.exchange("hello") == "hello")
    }

    @Test("is buried with a worker though a program that it had started lives on")
    func leftProgram() throws {
        let client = try TestClient(daemon.address("trap"))
        #expect(try client.exchange("leaves") == "leaves")
        let line = try daemon.log.wait(containing: ": left ").text
        let program = try #require(line.firstMatch(of: /: left (\d+)/).flatMap { pid_t($0.1) })
        defer { kill(program, SIGKILL) }
        try client.send("fatal abc")
        let record = try daemon.log.wait(containing: "was killed by signal ILL while it served").text
        #expect(record.contains("Fatal error: the end of abc"))
        #expect(ProcessFacts(pid: program).isAlive)
        try ProcessFacts.waitUntilQuiet([daemon.pid], for: .milliseconds(200))
    }
}

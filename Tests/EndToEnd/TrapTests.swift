import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A worker that dies in its handler", .daemonLogs)
struct TrapTests {
    /// A way to die: what the client sends, what the kernel says of it, and what the worker wrote of it.
    struct Trap: Sendable, CustomStringConvertible {
        let command: String
        let signal: String
        let words: String

        var description: String { command }
    }

    private static let traps = [
        Trap(command: "index abc", signal: "ILL", words: "Index out of range"),
        Trap(command: "unwrap abc", signal: "ILL", words: "Unexpectedly found nil"),
        Trap(command: "overflow abc", signal: "ILL", words: "signal ILL in /"),
        Trap(command: "precondition abc", signal: "ILL", words: "Precondition failed: the promise of abc"),
        Trap(command: "fatal abc", signal: "ILL", words: "Fatal error: the end of abc"),
        Trap(command: "division abc", signal: "ILL", words: "Division by zero"),
        Trap(command: "null abc", signal: "SEGV", words: "at address 0x10, stack pointer 0x"),
        Trap(command: "recursion abc", signal: "SEGV", words: "signal SEGV in /"),
        Trap(command: "abort abc", signal: "ABRT", words: "signal ABRT in /"),
    ]

    private static func start(_ environment: [String] = []) throws -> (daemon: DaemonProcess, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(nil)
        setup.program = Program.trapping
        setup.arguments = [folder.path("")]
        setup.environment = environment
        return (try setup.start(), folder)
    }

    @Test("has a record with signal, message, connection and peer, and costs that one connection", arguments: traps)
    func trap(_ trap: Trap) throws {
        let (daemon, folder) = try Self.start(["SWIFT_BACKTRACE=enable=no"])
        defer { withExtendedLifetime(folder) {} }
        let address = try daemon.address("trap")
        let others = try (0..<2).map { _ in try TestClient(address) }
        for client in others { #expect(try client.exchange("hello") == "hello") }
        let client = try TestClient(address)
        try client.send(trap.command)
        // Its end is a reset or an end-of-file, as the kernel finds bytes that were not read or none.
        #expect((try? client.receive()) ?? "" == "")
        let record = try daemon.log.wait(containing: "was killed by signal \(trap.signal)").text
        #expect(record.contains("while it served connection 3 from 127.0.0.1:"))
        #expect(record.contains("EXIT_SIGNAL=\(trap.signal)"))
        #expect(record.contains("REMOTE_ADDR=127.0.0.1"))
        #expect(record.contains("; it wrote: "))
        #expect(record.contains(trap.words))
        let frames = daemon.log.texts.filter { $0.contains(": #") && $0.contains("/trapping+0x") }
        #expect(frames.count >= 5, "of the handler, the worker and main at least")
        for client in others {
            #expect(try client.exchange("still there") == "still there")
            client.close()
        }
        #expect(try TestClient(address).exchange("new") == "new")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("is left to Swift's backtracer where that is on, and dies of the same signal")
    func backtracer() throws {
        let (daemon, folder) = try Self.start(["SWIFT_BACKTRACE=enable=yes,color=no,swift-backtrace=/nonexistent"])
        defer { withExtendedLifetime(folder) {} }
        try TestClient(daemon.address("trap")).send("overflow abc")
        let record = try daemon.log.wait(containing: "was killed by signal ILL").text
        #expect(record.contains("while it served connection 1"))
        #expect(daemon.log.count(containing: "signal ILL in /") == 0)
    }

    @Test(
        "is ended by a signal that another process sends, and its record tells who that was",
        arguments: [[], ["SWIFT_BACKTRACE=enable=yes"]])
    func sent(environment: [String]) throws {
        let (daemon, folder) = try Self.start(environment)
        defer { withExtendedLifetime(folder) {} }
        for (signal, name) in [(SIGILL, "ILL"), (SIGSEGV, "SEGV"), (SIGABRT, "ABRT"), (SIGTRAP, "TRAP")] {
            let victim = try #require(daemon.workers.first)
            kill(victim, signal)
            let record = try daemon.log.wait(containing: "worker \(victim) was killed by signal \(name)").text
            #expect(record.contains("signal \(name) sent by process \(getpid()) of user \(getuid())"))
            try eventually("its replacement") { daemon.workers.count == 4 }
        }
    }
}

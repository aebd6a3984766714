import Glibc
import LinuxSystem
import Testing

@Suite("Scheduling of workers", .daemonLogs)
struct WorkerSchedulingTests {
    private static let other = 0
    private static let batch = 3

    private func policies(_ daemon: DaemonProcess, _ service: String) -> Set<Int?> {
        let workers = daemon.workers.map { ProcessFacts(pid: $0) }.filter { $0.title.hasSuffix("worker \(service)") }
        return Set(workers.map(\.schedulingPolicy))
    }

    private func service(_ name: String, _ handler: String, told scheduling: String? = nil) -> String {
        let told = scheduling.map { "workers.scheduling = \"\($0)\"\n" } ?? ""
        return "[service.\(name)]\nlisten = \"127.0.0.1:0\"\nhandler = \"\(handler)\"\n\(told)"
    }

    @Test("batch where they wait for no client, or are told to be, and the supervisor as others")
    func builtIn() throws {
        let daemon = try DaemonProcess(
            service("answers", "daytime") + service("told-other", "daytime", told: "other")
                + service("waits", "echo") + service("told-batch", "echo", told: "batch"))
        #expect(policies(daemon, "answers") == [Self.batch])
        #expect(policies(daemon, "told-other") == [Self.other])
        #expect(policies(daemon, "waits") == [Self.other])
        #expect(policies(daemon, "told-batch") == [Self.batch])
        #expect(ProcessFacts(pid: daemon.pid).schedulingPolicy == Self.other)
    }

    @Test("a program has what it would have without us")
    func program() throws {
        let daemon = try DaemonProcess(
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/cat", "/proc/self/stat"]
            """)
        #expect(policies(daemon, "program") == [Self.other])
        let fields = try TestClient(daemon.address("program")).receiveToEnd().split(separator: " ")
        #expect(fields.dropFirst(40).first == "\(Self.other)")
    }

    @Test("another policy that the daemon was given is kept")
    func given() throws {
        var setup = DaemonSetup(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            """)
        setup.wrappers = [Wrapper(arguments: ["chrt", "--idle", "0"])]
        let daemon = try DaemonProcess(setup)
        #expect(policies(daemon, "echo") == [5], "SCHED_IDLE")
    }
}

import Daemon
import Glibc
import LinuxSystem
import LoadClient
import Testing

/// Restarts and crashes one after the other, each with new clients all the time.
@Suite("Listeners that systemd keeps", .needsMachine, .serialized)
struct KeptListenersTests {
    private static let configuration = """
        [daemon]
        drain-timeout = "20s"
        [service.smile]
        listen = ["127.0.0.1:7890", "unix:/run/preforkd/smile"]
        handler = "greeting"
        message = "Smile\\n"
        [service.echo]
        listen = "unix:/run/preforkd/echo"
        handler = "echo"
        """

    private static let activated = configuration.replacing("127.0.0.1:7890", with: "systemd:smile")

    /// As it is shipped, but for the limit of starts, for these tests are what that is to end.
    private func machine(_ configuration: String, activated: Bool = false) throws -> Machine {
        let machine = try Machine.withPackage()
        try machine.edit("[Unit]\nStartLimitIntervalSec=0\n")
        try machine.write(Machine.configurationFile, configuration)
        try machine.succeed("systemctl", "stop", "preforkd.service")
        if activated { try machine.succeed("systemctl", "start", "preforkd.socket") }
        try machine.succeed("systemctl", "start", "preforkd.service")
        return machine
    }

    @Test("20 restarts refuse no client, on TCP and on a path, and the socket stays the same")
    func restarts() throws {
        let machine = try machine(Self.configuration)
        let before = try Holdings(machine)
        let load = try Load(machine)
        for _ in 1...20 {
            try load.goOn()
            try machine.succeed("systemctl", "restart", "preforkd.service")
        }
        let tallies = load.stop()
        for tally in tallies { #expect(tally.lost == 0 && tally.total > 200, "\(tallies)") }
        print("20 restarts: \(tallies.map(\.description))")
        #expect(try machine.records(.listenerAdopted).count == 60)
        #expect(try machine.property("NRestarts") == "0")
        try before.expectUnchanged(machine)
    }

    @Test("20 deaths of the supervisor refuse no client, and no connection in hand ends", arguments: [false, true])
    func crashes(activated: Bool) throws {
        let machine = try machine(activated ? Self.activated : Self.configuration, activated: activated)
        let before = try Holdings(machine)
        let load = try Load(machine)
        for _ in 1...20 {
            try load.goOn()
            let client = try EchoClient(machine)
            try client.exchange("before")
            let old = try machine.processes()
            let cursor = try machine.journalEnd()
            try machine.supervisor().send(SIGKILL)
            try machine.waitForRecord(.ready, after: cursor)
            try client.exchange("after")
            client.hangUp()
            for process in old { #expect(try process.waitForEnd(), "\(process) is still there") }
        }
        let tallies = load.stop()
        for tally in tallies { #expect(tally.lost == 0 && tally.total > 200, "\(tallies)") }
        print("20 deaths\(activated ? " with the socket unit" : ""): \(tallies.map(\.description))")
        #expect(try machine.property("NRestarts") == "20")
        try before.expectUnchanged(machine)
    }

    @Test("a stop takes the listeners and their paths away, and the next start binds them anew")
    func stop() throws {
        let machine = try machine(Self.configuration)
        let before = try Holdings(machine)
        try machine.succeed("systemctl", "stop", "preforkd.service")
        #expect(try machine.succeed("ss", "--no-header", "-lnt", "sport = :7890").isEmpty)
        #expect(try machine.property("NFileDescriptorStore") == "0")
        #expect(!FileContents.exists("\(machine.root)/run/preforkd"))
        try machine.succeed("systemctl", "start", "preforkd.service")
        #expect(try Holdings(machine).inodes != before.inodes)
        #expect(try machine.records(.listenerAdopted).isEmpty)
        #expect(try machine.succeed("preforkctl", "connect") == "Smile\n")
    }

    @Test("where the unit keeps none, a stop and a start go as they always did")
    func none() throws {
        let machine = try machine(Self.configuration)
        try machine.edit("[Unit]\nStartLimitIntervalSec=0\n[Service]\nFileDescriptorStoreMax=0\n")
        try machine.succeed("systemctl", "stop", "preforkd.service")
        try machine.succeed("systemctl", "start", "preforkd.service")
        for _ in 1...3 {
            try machine.succeed("systemctl", "restart", "preforkd.service")
            #expect(try machine.succeed("preforkctl", "connect") == "Smile\n")
        }
        #expect(try machine.records(.listenerAdopted).isEmpty)
        #expect(try machine.records("_SYSTEMD_UNIT=preforkd.service", "PRIORITY=4").isEmpty)
    }
}

/// New clients all the time, over TCP and over a path.
private struct Load {
    private let threads: [LoadThread]

    init(_ machine: Machine) throws {
        let tcp = try #require(SocketAddress(ip: "127.0.0.1", port: 7890))
        let path = try SocketAddress(unixPath: "\(machine.root)/run/preforkd/smile")
        threads = [
            LoadThread(tcp, .greeting("Smile\n"), concurrency: 4, network: machine.network, while: Self.pace),
            LoadThread(path, .greeting("Smile\n"), concurrency: 4, while: Self.pace),
        ]
    }

    /// Hundreds in a second, and not as many as the processors can do, for other tests want them too.
    @Sendable private static func pace(_ begun: Int) -> Bool {
        usleep(2_000)
        return true
    }

    /// Comes back once so many more have come.
    func goOn(by count: Int = 20) throws {
        let wanted = threads.map { $0.begun + count }
        let end = MonotonicClock.now() + .seconds(20)
        while zip(threads, wanted).contains(where: { $0.begun < $1 }) {
            try #require(MonotonicClock.now() < end, "clients are not served")
            usleep(1_000)
        }
    }

    func stop() -> [Tally] { threads.map { Tally($0.stop()) } }
}

/// What a machine holds on behalf of the service, and must hold no more of afterwards.
private struct Holdings: Equatable {
    let inodes: [String]
    private let processes: Int
    private let descriptors: Int
    private let kept: String
    private let paths: [String]

    init(_ machine: Machine) throws {
        let sockets = try machine.succeed("ss", "--no-header", "-lnte", "sport = :7890")
        inodes = sockets.split { $0 == " " || $0 == "\n" }.filter { $0.hasPrefix("ino:") }.map(String.init).sorted()
        processes = try machine.processes().count
        descriptors = try FileContents.names(in: "/proc/\(machine.supervisor().pid)/fd").count
        kept = try machine.property("NFileDescriptorStore")
        paths = try FileContents.names(in: "\(machine.root)/run/preforkd")
    }

    /// After one more restart, for a pool that grew under load keeps its workers for a while.
    func expectUnchanged(_ machine: Machine) throws {
        let end = MonotonicClock.now() + .seconds(20)
        try machine.succeed("systemctl", "restart", "preforkd.service")
        var now = try Holdings(machine)
        while now != self, MonotonicClock.now() < end {
            usleep(50_000)
            now = try Holdings(machine)
        }
        #expect(now == self)
    }
}

import Glibc
import LinuxSystem
import LoadClient
import Testing

@Suite("Upgrade to a program that does not pass its examination", .daemonLogs, .serialized)
struct UpgradeRefusedTests {
    static let configuration = """
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "Smile\\n"
        workers = { min = 4, max = 4, start-timeout = "10s" }
        """

    /// Where something is to take too long.
    static let impatient = configuration.replacing("10s", with: "2s")

    private struct Fault: Sendable {
        let reason: String
        let install: @Sendable (UpgradeStage) throws -> Void

        init(_ reason: String, _ install: @escaping @Sendable (UpgradeStage) throws -> Void) {
            (self.reason, self.install) = (reason, install)
        }
    }

    private static let faults = [
        Fault(": can't run ") { $0.uninstall() },
        Fault("/preforkd: No such file or directory") { $0.uninstall() },
        Fault("Permission denied") { try $0.install(script: "#!/bin/sh\n", mode: 0o644) },
        Fault("Exec format error") { try $0.install(script: "Read me first.\n") },
        Fault("exited with status 1: broken; and more") {
            try $0.install(script: "#!/bin/sh\necho broken >&2\necho and more\nexit 1\n")
        },
        Fault("was killed by signal ABRT") { try $0.install(script: "#!/bin/sh\nkill -ABRT $$\n") },
        Fault("exited with status 78: x.toml:1:2: no") {
            try $0.install(script: "#!/bin/sh\necho x.toml:1:2: no >&2\nexit 78\n")
        },
    ]

    @Test("whatever is wrong with it: the reason is told, nobody is lost, no worker is another, and a good one follows")
    func refused() throws {
        let upgrades = try UpgradeStage(Self.configuration)
        let stage = upgrades.stage
        let (workers, descriptors) = (Set(stage.daemon.workers), stage.descriptors)
        let load = LoadThread(try stage.daemon.address("smile"), .greeting("Smile\n"), concurrency: 2)
        for (number, fault) in Self.faults.enumerated() {
            try fault.install(upgrades)
            let ending = try upgrades.upgrade()
            #expect(!ending.holds && ending.text.contains(fault.reason), "\(fault.reason): \(ending.text)")
            try upgrades.waitUntilTold(number + 1)
            #expect(Set(stage.daemon.workers) == workers)
        }
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        try upgrades.waitUntilTold(Self.faults.count + 1)
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        #expect(workers.isDisjoint(with: stage.daemon.workers))
        let greetings = load.stop()
        expectNoLoss(greetings)
        #expect(try stage.accepted("smile") == greetings.count)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("one that never ends is given up when start-timeout is over")
    func hangs() throws {
        let upgrades = try UpgradeStage(Self.impatient)
        let workers = Set(upgrades.daemon.workers)
        try upgrades.install(script: "#!/bin/sh\nexec sleep 60\n")
        let ending = try upgrades.upgrade()
        #expect(!ending.holds && ending.text.contains("did not end within 2"), "\(ending.text)")
        #expect(Set(upgrades.daemon.workers) == workers)
        #expect(try upgrades.daemon.stop() == .exited(0))
    }

    @Test("a configuration that is wrong by now is refused with its place, and a right one is gone over to")
    func configuration() throws {
        let upgrades = try UpgradeStage(Self.configuration)
        let stage = upgrades.stage
        let workers = Set(stage.daemon.workers)
        try stage.write(Self.configuration + "\nmesage = \"x\"")
        let ending = try upgrades.upgrade()
        #expect(!ending.holds && ending.text.contains("exited with status 78: "), "\(ending.text)")
        #expect(ending.text.contains("preforkd.toml:6:1: "), "\(ending.text)")
        #expect(Set(stage.daemon.workers) == workers)
        try stage.write(Self.configuration.replacing("Smile", with: "Grin"))
        #expect(try upgrades.upgrade().holds)
        #expect(try TestClient(stage.daemon.address("smile")).receiveToEnd() == "Grin\n")
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a stop ends it with everything else")
    func stopped() throws {
        let upgrades = try UpgradeStage(Self.configuration)
        let examined = try beginExamination(upgrades)
        #expect(try upgrades.daemon.stop() == .exited(0))
        #expect(try upgrades.waitForEnd().text.contains("the daemon stops"))
        try eventually("its end") { !ProcessFacts(pid: examined).isAlive }
    }

    /// Of a program that does not end.
    private func beginExamination(_ upgrades: UpgradeStage) throws -> pid_t {
        let file = upgrades.program + ".pid"
        try upgrades.install(script: "#!/bin/sh\necho $$ > '\(file)'\nexec sleep 60\n")
        upgrades.ask()
        var examined: pid_t = 0
        try eventually("the examination") {
            examined = FileContents.text(file, limit: 64).flatMap { pid_t($0.dropLast()) } ?? 0
            return examined > 0
        }
        return examined
    }

    @Test("one that a debugger keeps from being buried is waited for at leisure", .needs(program: "perl"))
    func traced() throws {
        let upgrades = try UpgradeStage(Self.configuration)
        let examined = try beginExamination(upgrades)
        let tracer = try Child(Launch(program: "perl", arguments: ["-e", Self.seize, "\(examined)"]))
        try eventually("its tracer") {
            FileContents.text("/proc/\(examined)/status", limit: 4_096)?.contains("TracerPid:\t\(tracer.pid)\n") == true
        }
        kill(examined, SIGKILL)
        try eventually("its end") { !ProcessFacts(pid: examined).isAlive }
        try ProcessFacts.waitUntilQuiet([upgrades.daemon.pid], for: .milliseconds(300))
        tracer.send(SIGKILL)
        #expect(try !upgrades.waitForEnd().holds)
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        #expect(try upgrades.daemon.stop() == .exited(0))
    }

    /// PTRACE_SEIZE by its number, and that of ptrace(2) on this machine: Swift sees no function with variable arguments.
    private static let seize = """
        my $call = `uname -m` =~ /x86_64/ ? 101 : 117;
        syscall($call, 0x4206, $ARGV[0] + 0, 0, 0) == 0 or die $!;
        sleep 60;
        """
}

import Glibc
import LinuxSystem
import LoadClient
import SystemPackage
import TestSupport
import Testing

@Suite("Upgrade to a program that passes its examination and fails then", .daemonLogs, .serialized)
struct UpgradeTrialTests {
    private static let configuration = UpgradeRefusedTests.configuration
    private static let impatient = UpgradeRefusedTests.impatient

    @Test(
        "its workers die or are never ready: the program before goes on with its own, nobody is lost, and a good one follows",
        arguments: [("workersDie", "exited with status 3"), ("workersHang", "was not ready within start-timeout")])
    func goesBack(deed: String, reason: String) throws {
        let upgrades = try UpgradeStage(deed == "workersHang" ? Self.impatient : Self.configuration)
        let stage = upgrades.stage
        let (workers, descriptors) = (Set(stage.daemon.workers), stage.descriptors)
        let load = LoadThread(try stage.daemon.address("smile"), .greeting("Smile\n"), concurrency: 2)
        let inheritable = ProcessFacts(pid: stage.daemon.pid).inheritable
        try upgrades.install(Program.faultySuccessor, deed: deed)
        for number in 1...2 {
            let ending = try upgrades.upgrade()
            #expect(!ending.holds && ending.text.contains(reason), "\(ending.text)")
            try upgrades.waitUntilResumed(number)
            try upgrades.waitUntilTold(number)
            #expect(Set(stage.daemon.workers) == workers)
        }
        #expect(ProcessFacts(pid: stage.daemon.pid).inheritable == inheritable)
        let greetings = load.stop()
        expectNoLoss(greetings)
        #expect(try stage.accepted("smile") == greetings.count)
        // A worker of its own, as if nothing had been.
        kill(try #require(workers.first), SIGKILL)
        try eventually("four workers") { stage.daemon.workers.count { !workers.contains($0) } == 1 }
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        try upgrades.waitUntilTold(3)
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        #expect(ProcessFacts(pid: stage.daemon.pid).shortName == "preforkd: super")
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("it can't read the memory of the workers and fails: the program before finds that memory as it was")
    func differsAndGoesBack() throws {
        let upgrades = try UpgradeStage(Self.configuration)
        let stage = upgrades.stage
        let (workers, descriptors) = (Set(stage.daemon.workers), stage.descriptors)
        let load = LoadThread(try stage.daemon.address("smile"), .greeting("Smile\n"), concurrency: 2)
        try eventually("a load that is under way") { try stage.accepted("smile") > 100 }
        try upgrades.install(Program.faultySuccessor, deed: "differs workersDie")
        for number in 1...2 {
            #expect(try !upgrades.upgrade().holds)
            try upgrades.waitUntilResumed(number)
            #expect(Set(stage.daemon.workers) == workers)
        }
        let counted = try stage.accepted("smile")
        try eventually("more of them") { try stage.accepted("smile") > counted }
        let greetings = load.stop()
        expectNoLoss(greetings)
        #expect(try stage.accepted("smile") == greetings.count)
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test(
        "a program that was starting before it says afterwards that it is ready",
        .needs(program: "systemd-notify"), arguments: ["workersDie", "differs workersDie"])
    func startsMeanwhile(deed: String) throws {
        let folder = try TemporaryFolder()
        let sign = folder.path("sign")
        let script = "echo begun; until [ -e \(sign) ]; do sleep 0.05; done; systemd-notify --ready; exec sleep 60"
        var setup = DaemonSetup(
            """
            [daemon]
            log-level = "debug"
            [service.program]
            listen = "127.0.0.1:0"
            handler = "acceptor"
            ready = "notify"
            command = ["/bin/sh", "-c", '''\(script)''']
            workers.min = 1
            """)
        setup.waitsUntilReady = false
        let upgrades = try UpgradeStage(setup)
        _ = try upgrades.daemon.log.wait(containing: ": begun")
        let workers = upgrades.daemon.workers
        try upgrades.install(Program.faultySuccessor, deed: deed)
        #expect(try !upgrades.upgrade().holds)
        try upgrades.waitUntilResumed()
        try folder.write("sign", "")
        _ = try upgrades.daemon.log.wait(containing: " is ready after ")
        #expect(upgrades.daemon.workers == workers)
        #expect(try upgrades.daemon.stop() == .exited(0))
    }

    @Test("back in the program before, its configuration is what it ran on, whatever the file says by now")
    func configurationGoesBack() throws {
        let upgrades = try UpgradeStage(Self.impatient)
        let stage = upgrades.stage
        let address = try stage.daemon.address("smile")
        try stage.write(Self.impatient.replacing("Smile", with: "Grin"))
        try upgrades.moveAway()
        try upgrades.install(Program.faultySuccessor, deed: "workersHang")
        upgrades.ask()
        try upgrades.waitUntilOnTrial()
        try stage.write("of no sense")
        #expect(try !upgrades.waitForEnd().holds)
        try upgrades.waitUntilResumed()
        #expect(try TestClient(address).receiveToEnd() == "Smile\n")
        // A worker that is new has it too.
        for worker in stage.daemon.workers { kill(worker, SIGTERM) }
        try upgrades.waitUntilTold(1)
        #expect(try TestClient(address).receiveToEnd() == "Smile\n")
        #expect(try !stage.reload().holds)
        #expect(try stage.reload(Self.impatient.replacing("Smile", with: "Beam")).holds)
        #expect(try TestClient(address).receiveToEnd() == "Beam\n")
        // To what has the name, and not to the file that this program was moved to.
        try upgrades.install(script: "#!/bin/sh\nexit 9\n")
        #expect(try upgrades.upgrade().text.contains("exited with status 9"))
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a reload that was asked for meanwhile is made by the program before")
    func reloadAfterwards() throws {
        let upgrades = try UpgradeStage(Self.impatient)
        let stage = upgrades.stage
        try upgrades.install(Program.faultySuccessor, deed: "workersHang")
        upgrades.ask()
        try upgrades.waitUntilOnTrial()
        #expect(try stage.reload(Self.impatient.replacing("Smile", with: "Beam")).holds)
        #expect(try TestClient(stage.daemon.address("smile")).receiveToEnd() == "Beam\n")
        try upgrades.waitUntilTold(2)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a stop in the trial is a stop, and clients are finished first")
    func stopped() throws {
        let upgrades = try UpgradeStage(Self.configuration.replacing("greeting\"\nmessage = \"Smile\\n", with: "echo"))
        let client = try TestClient(upgrades.daemon.address("smile"))
        #expect(try client.exchange("hello") == "hello")
        try upgrades.install(Program.faultySuccessor, deed: "workersHang")
        upgrades.ask()
        try upgrades.waitUntilOnTrial()
        upgrades.daemon.child.send(SIGTERM)
        _ = try upgrades.daemon.log.wait(containing: "stopping")
        #expect(try client.exchange("still here") == "still here")
        client.close()
        #expect(try upgrades.daemon.waitForEnd() == .exited(0))
        #expect(upgrades.daemon.log.count(containing: " goes on: version ") == 0)
    }

    @Test("it dies before it takes over: that is the death of the supervisor, and workers finish what they have")
    func dies() throws {
        let upgrades = try UpgradeStage(Self.configuration.replacing("greeting\"\nmessage = \"Smile\\n", with: "echo"))
        let workers = upgrades.daemon.workers
        let client = try TestClient(upgrades.daemon.address("smile"))
        #expect(try client.exchange("hello") == "hello")
        try upgrades.install(Program.faultySuccessor, deed: "dies")
        upgrades.ask()
        guard case .killed(let signal, _) = try upgrades.daemon.child.waitForEnd() else {
            Issue.record("it did not die")
            return
        }
        #expect(signal.rawValue == SIGABRT)
        #expect(try client.exchange("still here") == "still here")
        client.close()
        try eventually("the end of its workers") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
    }

    @Test("it can't read the memory of the workers: counters go on, and nobody is lost")
    func differs() throws {
        let upgrades = try UpgradeStage(
            Self.configuration + "\n[service.echo]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\"\n")
        let stage = upgrades.stage
        let client = try TestClient(stage.daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        let load = LoadThread(try stage.daemon.address("smile"), .greeting("Smile\n"), concurrency: 2)
        try eventually("a load that is under way") { try stage.accepted("smile") > 100 }
        let workers = Set(stage.daemon.workers)
        try upgrades.install(Program.faultySuccessor, deed: "differs")
        let ending = try upgrades.upgrade()
        #expect(ending.holds, "\(ending.text)")
        let counted = try stage.accepted("smile")
        #expect(counted > 100)
        try eventually("more of them") { try stage.accepted("smile") > counted }
        #expect(try client.exchange("still here") == "still here")
        client.close()
        try eventually("the end of the old workers") { workers.isDisjoint(with: stage.daemon.workers) }
        let greetings = load.stop()
        expectNoLoss(greetings)
        // What old workers took after the exec is in a memory that nobody can read.
        #expect(try stage.accepted("smile") <= greetings.count)
        #expect(try stage.accepted("echo") == 1)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test(
        "it gets too few descriptors, whatever it is that it lacks one for: the program before goes on, and nobody is lost",
        arguments: ["", "differs "])
    func fewDescriptors(deed: String) throws {
        var setup = DaemonSetup(Self.configuration)
        setup.wrappers = [.script("ulimit -n 128 && exec \"$0\" \"$@\"")]
        let upgrades = try UpgradeStage(setup)
        let (stage, workers) = (upgrades.stage, Set(upgrades.daemon.workers))
        let address = try stage.daemon.address("smile")
        let load = LoadThread(address, .greeting("Smile\n"), concurrency: 2)
        var (count, holds) = (0, false)
        while !holds, count < 64 {
            try upgrades.install(Program.faultySuccessor, deed: "\(deed)\(count)")
            holds = try upgrades.upgrade().holds
            count += 1
            guard !holds else { break }
            try upgrades.waitUntilResumed(count)
            #expect(Set(stage.daemon.workers) == workers)
        }
        #expect(holds && count > 5, "\(count)")
        let greetings = load.stop()
        expectNoLoss(greetings)
        // What old workers took after an exec that holds is in a memory that nobody can read.
        let accepted = try stage.accepted("smile")
        #expect(deed.isEmpty ? accepted == greetings.count : accepted <= greetings.count)
        #expect(try stage.daemon.stop() == .exited(0))
    }
}

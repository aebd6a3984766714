import Glibc
import LinuxSystem
import LoadClient
import SystemPackage
import Testing

@Suite("Upgrade among other events", .daemonLogs, .serialized)
struct UpgradeBusyTests {
    private static func configuration(_ message: String = "Smile", most: Int = 8) -> String {
        """
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "\(message)\\n"
        workers = { min = 4, max = \(most), idle-timeout = "1s" }
        """
    }

    @Test("a reload and an upgrade at once, in either order, end in the newest program and file")
    func reload() throws {
        let upgrades = try UpgradeStage(Self.configuration("0"))
        let stage = upgrades.stage
        let address = try stage.daemon.address("smile")
        let load = LoadThread(address, .greeting(numbered: "#\n"), concurrency: 2)
        for number in 1...6 {
            try stage.write(Self.configuration("\(number)"))
            try upgrades.install()
            let signals = number % 2 == 0 ? [SIGHUP, SIGUSR2] : [SIGUSR2, SIGHUP]
            for signal in signals {
                stage.daemon.child.send(signal)
                pause(.milliseconds(number * 5))
            }
            #expect(try upgrades.waitForEnd().holds)
            #expect(try TestClient(address).receiveToEnd() == "\(number)\n")
        }
        expectNoLoss(load.stop())
        try ProcessFacts.waitUntilQuiet([stage.daemon.pid], for: .milliseconds(100))
        #expect(!upgrades.told.contains("bb") && !upgrades.told.contains("ee") && upgrades.told.last == "e")
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a storm of requests is one or two upgrades")
    func storm() throws {
        let upgrades = try UpgradeStage(Self.configuration())
        for _ in 0..<100 { upgrades.ask() }
        #expect(try upgrades.waitForEnd().holds)
        try ProcessFacts.waitUntilQuiet([upgrades.daemon.pid], for: .milliseconds(300))
        // One that comes while the first goes on is kept, and all the others are the same.
        #expect((1...2).contains(upgrades.daemon.log.count(containing: " upgraded from version ")))
        #expect(upgrades.daemon.workers.count == 4)
        #expect(try TestClient(upgrades.daemon.address("smile")).receiveToEnd() == "Smile\n")
        #expect(try upgrades.daemon.stop() == .exited(0))
    }

    @Test("before it was ready: readiness is told once it is there, and nothing of the upgrade before that")
    func early() throws {
        var setup = DaemonSetup(Self.configuration())
        setup.waitsUntilReady = false
        let upgrades = try UpgradeStage(setup)
        _ = try upgrades.daemon.log.wait(containing: "listening on")
        upgrades.ask()
        #expect(try upgrades.waitForEnd().holds)
        try eventually("readiness") { upgrades.told.last == "e" }
        #expect(upgrades.told.first == "e" && !upgrades.told.contains("ee"))
        #expect(try upgrades.daemon.stop() == .exited(0))
    }

    @Test("workers that are killed, or die while nobody looks, are buried by the next program and replaced")
    func deaths() throws {
        let upgrades = try UpgradeStage(Self.configuration(most: 16))
        let stage = upgrades.stage
        var killed: Set<pid_t> = []
        for number in 0..<10 {
            try upgrades.install()
            upgrades.ask()
            // At another moment of it each time.
            pause(.milliseconds(number * 8))
            for worker in stage.daemon.workers.prefix(3) where ProcessFacts(pid: worker).title.contains("worker") {
                kill(worker, SIGKILL)
                killed.insert(worker)
            }
            _ = try upgrades.waitForEnd()
        }
        // One that dies while others are on their way is replaced above the minimum, and the idle-timeout ends that.
        try eventually("four workers, and no dead one") {
            stage.daemon.workers.count == 4 && killed.isDisjoint(with: stage.daemon.workers)
        }
        #expect(try TestClient(stage.daemon.address("smile")).receiveToEnd() == "Smile\n")
        try ProcessFacts.waitUntilQuiet([stage.daemon.pid], for: .milliseconds(100))
        #expect(!upgrades.told.contains("bb") && !upgrades.told.contains("ee"))
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("workers that are just starting for a crowd of clients serve them")
    func starting() throws {
        let upgrades = try UpgradeStage(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 1, max = 64 }
            """)
        let address = try upgrades.daemon.address("echo")
        var clients: [TestClient] = []
        for _ in 0..<4 {
            try upgrades.install()
            upgrades.ask()
            for _ in 0..<10 {
                clients.append(try TestClient(address))
                pause(.milliseconds(5))
            }
            for client in clients { #expect(try client.exchange("hello") == "hello") }
            #expect(try upgrades.waitForEnd().holds)
        }
        for client in clients { #expect(try client.exchange("still here") == "still here") }
        #expect(try upgrades.stage.accepted("echo") == clients.count)
        for client in clients { client.close() }
        #expect(try upgrades.daemon.stop() == .exited(0))
    }
}

import LinuxSystem
import Testing

@Suite("Upgrade under load", .daemonLogs, .serialized)
struct UpgradeLoadTests {
    private static let times = 20

    @Test("to a copy of the program: nobody is lost, the process stays, its counters go on, and nothing is left behind")
    func copies() throws {
        let upgrades = try UpgradeStage(ReloadLoad.configuration())
        let stage = upgrades.stage
        let (pid, descriptors) = (stage.daemon.pid, stage.descriptors)
        let load = try ReloadLoad(stage)
        let inheritable = ProcessFacts(pid: pid).inheritable
        var accepted = 0
        for _ in 0..<Self.times {
            try upgrades.install()
            let ending = try upgrades.upgrade()
            #expect(ending.holds, "\(ending.text)")
            let count = try stage.accepted("smile")
            #expect(count >= accepted)
            accepted = count
            #expect(try stage.accepted("echo") == ReloadLoad.held)
        }
        #expect(ProcessFacts(pid: pid).title == "preforkd: supervisor")
        #expect(ProcessFacts(pid: pid).inheritable == inheritable)
        let greetings = load.finish()
        #expect(greetings.count > 500)
        #expect(try stage.accepted("smile") == greetings.count)
        #expect(try stage.accepted("echo") == ReloadLoad.held)
        try stage.waitUntilAsBefore(descriptors, workers: ReloadLoad.held + 16)
        try upgrades.waitUntilTold(Self.times)
        #expect(stage.daemon.log.count(containing: " error ") == 0)
        #expect(try stage.daemon.stop() == .exited(0))
    }
}

import Daemon
import LinuxSystem
import Testing

@Suite("A pool as large as its unit allows", .needsMachine)
struct ResourceTests {
    private static let configuration = """
        [service.smile]
        listen = "127.0.0.1:7890"
        handler = "greeting"
        message = "Smile from the server\\n"
        workers = { min = 1, max = "auto" }
        """

    /// A setting of the unit, the controller of the kernel that it needs, and what the journal says then.
    private static let limits: [(setting: String, controller: String?, said: String)] = [
        ("LimitNOFILE=80", nil, "RLIMIT_NOFILE binds"),
        ("TasksMax=30", "pids", "pids limit of the cgroup binds"),
        ("MemoryMax=24M", "memory", "memory of the cgroup binds"),
        ("CPUQuota=50%", "cpu", "at most 64 workers: CPU quota of the cgroup binds (0.5, "),
    ]

    @Test("says in the journal which of the unit's limits binds")
    func limits() throws {
        let machine = try Machine.withPackage(configuration: Self.configuration)
        let controllers = try machine.read("/sys/fs/cgroup/cgroup.controllers").split { $0.isWhitespace }.map(
            String.init)
        for (setting, controller, said) in Self.limits {
            if let controller, !controllers.contains(controller) {
                print("\(setting) IS NOT TESTED: the controller \(controller) belongs to cgroup v1 here")
                continue
            }
            try machine.edit("[Service]\n\(setting)\n")
            let end = try machine.journalEnd()
            try machine.succeed("systemctl", "restart", Machine.service)
            let record = try machine.waitForRecord(.poolBounded, after: end)
            #expect(record["MESSAGE"]?.contains(said) == true, "\(setting): \(record["MESSAGE"] ?? "nothing")")
            #expect(record["PREFORKD_SERVICE"] == "smile")
            #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        }
    }

    @Test("takes all descriptors that the unit allows, whatever is usual")
    func descriptors() throws {
        let machine = try Machine.withPackage()
        try machine.edit("[Service]\nLimitNOFILE=100:3000\n")
        try machine.succeed("systemctl", "restart", Machine.service)
        let pid = try machine.property("MainPID")
        let limits = try machine.succeed("cat", "/proc/\(pid)/limits").split(separator: "\n")
        let line = try #require(limits.first { $0.hasPrefix("Max open files") })
        #expect(line.split(separator: " ").compactMap { Int($0) } == [3_000, 3_000])
    }
}

import Daemon
import TestSupport
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

    @Test("says in the journal that the unit's limit of descriptors binds")
    func descriptorLimit() throws {
        try expect("LimitNOFILE=80", "RLIMIT_NOFILE binds")
    }

    @Test("says in the journal that the unit's limit of tasks binds", .needs(Need.controller("pids")))
    func taskLimit() throws {
        try expect("TasksMax=30", "pids limit of the cgroup binds")
    }

    @Test("says in the journal that the unit's memory binds", .needs(Need.controller("memory")))
    func memoryLimit() throws {
        try expect("MemoryMax=24M", "memory of the cgroup binds")
    }

    @Test("says in the journal that the unit's share of the processors binds", .needs(Need.controller("cpu")))
    func processorLimit() throws {
        try expect("CPUQuota=50%", "at most 64 workers: CPU quota of the cgroup binds (0.5, ")
    }

    private func expect(_ setting: String, _ said: String) throws {
        let machine = try Machine.withPackage(configuration: Self.configuration)
        try machine.edit("[Service]\n\(setting)\n")
        let end = try machine.journalEnd()
        try machine.succeed("systemctl", "restart", Machine.service)
        let record = try machine.waitForRecord(.poolBounded, after: end)
        #expect(record["MESSAGE"]?.contains(said) == true, "\(setting): \(record["MESSAGE"] ?? "nothing")")
        #expect(record["PREFORKD_SERVICE"] == "smile")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
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

import Daemon
import Glibc
import LinuxSystem
import Testing

@Suite("systemctl stop", .needsMachine)
struct StopTests {
    @Test("it leaves no process and no listener, and is a success")
    func leavesNothing() throws {
        let machine = try Machine.withPackage()
        let processes = try machine.processes()
        #expect(processes.count == 5)
        try machine.succeed("systemctl", "stop", "preforkd")
        for process in processes { #expect(try process.waitForEnd(within: .zero), "\(process) is still there") }
        #expect(try machine.processes().isEmpty)
        #expect(try machine.succeed("ss", "--no-header", "-lnt", "sport = :7890").isEmpty)
        #expect(try machine.property("Result") == "success")
        #expect(try machine.property("ActiveState") == "inactive")
    }

    @Test("it waits for a connection in hand")
    func waits() throws {
        let machine = try Machine.withPackage(configuration: EchoClient.configuration)
        let client = try EchoClient(machine)
        try client.exchange("before")
        let cursor = try machine.journalEnd()
        let stop = try machine.start(["systemctl", "stop", "preforkd"])
        try machine.waitForRecord(.stopping, after: cursor)
        try client.exchange("meanwhile")
        #expect(try machine.property("ActiveState") == "deactivating")
        client.hangUp()
        #expect(try stop.end().isSuccess)
        #expect(try machine.processes().isEmpty)
        #expect(try machine.property("Result") == "success")
    }

    @Test("a drain within its own limit may take longer than TimeoutStopSec=")
    func extends() throws {
        let machine = try Machine.withPackage(configuration: EchoClient.configuration)
        try machine.edit("[Service]\nTimeoutStopSec=1s\n")
        let client = try EchoClient(machine)
        try client.exchange("before")
        let cursor = try machine.journalEnd()
        let stop = try machine.start(["systemctl", "stop", "preforkd"])
        try machine.waitForRecord(.stopping, after: cursor)
        usleep(2_500_000)
        try client.exchange("after")
        client.hangUp()
        #expect(try stop.end().isSuccess)
        #expect(try machine.property("Result") == "success")
    }

    @Test("what does not finish within drain-timeout is cut off")
    func cutsOff() throws {
        let machine = try Machine.withPackage(
            configuration: EchoClient.configuration.replacing("\"20s\"", with: "\"500ms\""))
        let client = try EchoClient(machine)
        try client.exchange("before")
        try machine.succeed("systemctl", "stop", "preforkd")
        #expect(try client.isEnded())
        #expect(try machine.processes().isEmpty)
        #expect(try machine.property("Result") == "success")
        #expect(try machine.records(.killedAtStop).count == 1)
    }

    @Test("systemctl kill, which sends TERM to every process, is a stop like any other")
    func killAll() throws {
        let machine = try Machine.withPackage(configuration: EchoClient.configuration)
        let client = try EchoClient(machine)
        try client.exchange("before")
        let cursor = try machine.journalEnd()
        let supervisor = try machine.supervisor()
        try machine.succeed("systemctl", "kill", "preforkd")
        try machine.waitForRecord(.stopping, after: cursor)
        try client.exchange("after")
        client.hangUp()
        #expect(try supervisor.waitForEnd())
        try machine.waitForRecord(.stopped, after: cursor)
        // Waits for whatever systemd still does about it.
        try machine.succeed("systemctl", "stop", "preforkd")
        #expect(try machine.property("Result") == "success")
        #expect(try machine.property("NRestarts") == "0")
    }
}

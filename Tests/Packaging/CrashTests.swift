import Daemon
import Glibc
import LinuxSystem
import Prefork
import Testing

@Suite("The end of the supervisor", .needsMachine)
struct CrashTests {
    @Test("killed, it leaves no worker behind, and systemd starts it again")
    func killed() throws {
        let machine = try Machine.withPackage()
        let before = try machine.processes()
        let cursor = try machine.journalEnd()
        try machine.supervisor().send(SIGKILL)
        for process in before { #expect(try process.waitForEnd(), "\(process) is still there") }
        try machine.waitForRecord(.ready, after: cursor)
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        #expect(try machine.workers().count == 4)
        #expect(try machine.property("NRestarts") == "1")
    }

    @Test("a connection in hand goes on while the next supervisor serves already")
    func connectionInHand() throws {
        let machine = try Machine.withPackage(configuration: EchoClient.configuration)
        let client = try EchoClient(machine)
        try client.exchange("before")
        let before = try machine.workers()

        let cursor = try machine.journalEnd()
        try machine.supervisor().send(SIGKILL)
        try machine.waitForRecord(.ready, after: cursor)
        try client.exchange("after")
        try EchoClient(machine).exchange("somebody else")

        let old = Set(before).intersection(try machine.workers())
        #expect(old.count == 1, "the worker that has the connection: \(old)")
        client.hangUp()
        for process in old { #expect(try process.waitForEnd(), "\(process) is still there") }
        #expect(try machine.records(.connection).filter { $0["BYTES_SENT"] == "11" }.count == 1)
    }

    @Test("standing still, it is found out by the watchdog and replaced, and the workers serve meanwhile")
    func watchdog() throws {
        let machine = try Machine.withPackage()
        try machine.edit("[Service]\nWatchdogSec=2s\n")
        try machine.succeed("systemctl", "restart", "preforkd")
        let supervisor = try machine.supervisor()
        let cursor = try machine.journalEnd()
        supervisor.send(SIGSTOP)
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        try machine.waitForRecord(.ready, after: cursor)
        #expect(try supervisor.waitForEnd())
        #expect(try machine.supervisor() != supervisor)
        let verdicts = try machine.records("UNIT=preforkd.service", "SYSLOG_IDENTIFIER=systemd")
        #expect(verdicts.contains { $0["MESSAGE"]?.contains("Watchdog timeout") == true })
    }
}

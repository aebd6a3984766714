import Daemon
import Glibc
import LinuxSystem
import Testing

@Suite("A journal that stands still", .needsMachine)
struct JournalFaultTests {
    @Test("clients are served while journald is stopped, and what was lost is counted and told")
    func stopped() throws {
        let machine = try Machine.withPackage()
        let journald = try #require(try machine.processes(of: "systemd-journald.service").first)
        journald.send(SIGSTOP)
        // More than fits into the queue of journald's socket.
        try connect(machine, times: 3_000)
        journald.send(SIGCONT)
        // Comes back when journald has caught up.
        try machine.succeed("journalctl", "--sync")
        // A worker tells its losses with its next record; which of them comes next is not ours to say.
        var served = 3_000
        repeat {
            try connect(machine, times: 8)
            served += 8
        } while try machine.records(.recordsLost).isEmpty && served < 4_000
        #expect(try !machine.records(.recordsLost).isEmpty)

        try machine.succeed("systemctl", "stop", "preforkd")
        let recorded = try machine.records(.connection).count
        let summary = try #require(try machine.records(.stopped).last?["MESSAGE"])
        #expect(summary.contains("\(served) served"), "\(summary)")
        let lost = try #require(summary.firstMatch(of: /([0-9]+) log records lost/)?.1)
        #expect(recorded < served)
        #expect(recorded + (Int(lost) ?? 0) >= served, "\(recorded) recorded; \(summary)")
    }

    private func connect(_ machine: Machine, times: Int) throws {
        try machine.succeed(
            "bash", "-c",
            """
            for i in {1..\(times)}; do
                exec 5<>/dev/tcp/127.0.0.1/7890; read -r line <&5; exec 5>&-
                [ "$line" = "Smile from the server" ] || exit 1
            done
            """)
    }
}

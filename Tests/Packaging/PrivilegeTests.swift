import LinuxSystem
import Testing

@Suite("What the service may do", .needsMachine)
struct PrivilegeTests {
    @Test("nothing of it runs as root")
    func user() throws {
        let machine = try Machine.withPackage()
        let user = try machine.succeed("id", "-u", "preforkd").dropLast()
        let users = try machine.processes().map { try machine.status(of: $0)["Uid"] }
        #expect(users == Array(repeating: String(user), count: 5))
    }

    @Test("ports below 1024 are open to it, and no other capability is there")
    func lowPort() throws {
        let machine = try Machine.withPackage(
            configuration: """
                [service.chargen]
                listen = "*:19"
                handler = "chargen"
                [service.daytime]
                listen = ["127.0.0.1:13", "[::1]:13"]
                handler = "daytime"
                """)
        #expect(try machine.succeed("preforkctl", "connect", "::1", "13").hasSuffix("-UTC\r\n"))
        let first = try machine.succeed("sh", "-c", "nc -N 127.0.0.1 19 </dev/null | head -c 74")
        #expect(first == " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n")
        let workers = try machine.workers()
        for process in try machine.processes() {
            let status = try machine.status(of: process)
            // CAP_NET_BIND_SERVICE is number 10, and the supervisor's alone.
            #expect(status["CapEff"] == (workers.contains(process) ? "0000000000000000" : "0000000000000400"))
            #expect(status["CapBnd"] == "0000000000000400")
            #expect(status["NoNewPrivs"] == "1")
            #expect(status["Seccomp"] == "2")
        }
    }

    @Test("the workers are scheduled as they are without it")
    func scheduling() throws {
        let machine = try Machine.withPackage()
        let policies = try machine.workers().map { worker in
            // Field 41 of proc_pid_stat(5); the title is in parentheses and may have a space.
            let stat = String(decoding: try FileContents.read("/proc/\(worker.pid)/stat", limit: 4_096), as: UTF8.self)
            return stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ").dropFirst(39).first
        }
        #expect(policies == Array(repeating: "3", count: 4), "SCHED_BATCH")
    }

    @Test("systemd finds no fault with the units, and counts the service among the well confined")
    func analysis() throws {
        let machine = try Machine.withPackage()
        let answer = try machine.run("systemd-analyze", "verify", "preforkd.service", "preforkd.socket")
        #expect(answer.status.isSuccess && answer.output.isEmpty, "\(answer)")
        // In tenths: 2.0 is the upper end of what systemd itself marks with a smile.
        let exposure = try machine.run("systemd-analyze", "security", "--threshold=20", "preforkd.service")
        #expect(exposure.status.isSuccess, "\(exposure.lines.last ?? "")")
    }
}

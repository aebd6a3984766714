import LinuxSystem
import Testing

@Suite("systemctl start", .needsMachine)
struct ServiceReadinessTests {
    @Test("it comes back when the service serves, and not before, though that is later than TimeoutStartSec=")
    func slowStart() throws {
        let machine = try Machine.withPackage()
        // As root, for the Swift libraries of a debug build may lie where only root can read them.
        try machine.edit(
            """
            [Service]
            ExecStart=
            ExecStart=/usr/local/sbin/slow-start /run/preforkd 1500 10000
            User=root
            ProtectHome=no
            TimeoutStartSec=1s

            """)
        try machine.copy(PackageUnderTest.pathBeside("slow-start"), to: "/usr/local/sbin/slow-start")
        let begin = MonotonicClock.now()
        let start = try machine.start(["systemctl", "restart", "preforkd"])
        #expect(try start.end().isSuccess)
        #expect(MonotonicClock.now() - begin >= .milliseconds(1_500))
        #expect(try machine.property("ActiveState") == "active")
        #expect(try machine.property("StatusText") == "Workers: slow 0 busy, 2 idle of 2; fast 0 busy, 2 idle of 2")
        let answer = try machine.succeed("sh", "-c", "nc -N -U /run/preforkd/slow.sock </dev/null")
        #expect(answer == "started\n")
    }

    @Test("whoever connects as soon as it comes back is served")
    func servesAtOnce() throws {
        let machine = try Machine.withPackage()
        for _ in 1...5 {
            try machine.succeed("sh", "-c", "systemctl restart preforkd && preforkctl connect")
        }
    }
}

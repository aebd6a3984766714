import LinuxSystem
import TestSupport
import Testing

@Suite("A burst of clients", .daemonLogs, .serialized)
struct BurstTests {
    @Test(
        "as large as the pool may be is wholly accepted while all of them stay, and the pool is never larger",
        arguments: [64, 512])
    func wholly(max: Int) throws {
        let daemon = try DaemonProcess(
            """
            [daemon]
            log-level = "debug"
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 4, max = \(max), idle-timeout = "1s" }
            """)
        let address = try daemon.address("echo")
        let start = MonotonicClock.now()
        let clients = try (0..<max).map { _ in try TestClient(address) }
        for client in clients { try client.send("x") }
        for client in clients { #expect(try client.receive(upTo: 1) == "x") }
        print("\(max) clients are served at the same time after \(MonotonicClock.now() - start)")
        #expect(daemon.workers.count == max)
        for client in clients { client.close() }
        try eventually("the minimum again") { daemon.workers.count == 4 }
        #expect(try daemon.stop() == .exited(0))
        let sizes = PoolSizes(daemon.log.texts)
        #expect(sizes.most == max)
        #expect(sizes.last == 0)
        #expect(daemon.log.count(containing: " error ") == 0)
        #expect(daemon.log.count(containing: "saturated") == 0, "all of them had a worker")
    }

    @Test(
        "and quiet, a hundred times, with a trickle of clients in between: each is served, and the pool is back each time"
    )
    func cycles() throws {
        let daemon = try DaemonProcess(
            """
            [daemon]
            log-level = "debug"
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 4, max = 24, idle-timeout = "20ms" }
            """)
        let address = try daemon.address("echo")
        let isOver = Monitor(false)
        let trickle = TestThread {
            var (served, lost) = (0, 0)
            while !isOver.value {
                let answer = try? TestClient(address).exchange("drop")
                if answer == "drop" { served += 1 } else { lost += 1 }
                pause(.milliseconds(1))
            }
            return [served, lost]
        }
        defer { isOver.change { $0 = true } }
        for _ in 0..<100 {
            let clients = try (0..<20).map { _ in try TestClient(address) }
            for client in clients { #expect(try client.exchange("flood") == "flood") }
            for client in clients { client.close() }
            try eventually("the minimum again") { daemon.workers.count == 4 }
        }
        isOver.change { $0 = true }
        let counts = trickle.join()
        #expect(counts[0] > 100)
        #expect(counts[1] == 0)
        #expect(try daemon.stop() == .exited(0))
        #expect(PoolSizes(daemon.log.texts).most <= 24)
        #expect(daemon.log.count(containing: " failed, ") == 1, "the one of the totals")
        #expect(daemon.log.count(containing: ", 0 failed, 0 crashed)") == 1)
    }

    @Test("larger than the pool may be waits, nobody is refused, and the log says which key to raise")
    func saturation() throws {
        let daemon = try DaemonProcess(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 1, max = 4 }
            """)
        let address = try daemon.address("echo")
        let served = try (0..<4).map { _ in try TestClient(address) }
        for client in served { #expect(try client.exchange("hello") == "hello") }
        let waiting = try (0..<6).map { _ in try TestClient(address) }
        for client in waiting { try client.send("hello") }
        let record = try daemon.log.wait(containing: "echo: saturated").text
        for part in ["warning", "all 4 workers were busy", "up to 6 at once", "it goes on", "raise workers.max"] {
            #expect(record.contains(part), "\(part) in \(record)")
        }
        _ = try daemon.notifications.wait(containing: "STATUS=echo SATURATED (all 4 workers busy)")
        for client in served { client.close() }
        for client in waiting[..<4] { #expect(try client.receive(upTo: 5) == "hello") }
        for client in waiting[..<4] { client.close() }
        for client in waiting[4...] { #expect(try client.receive(upTo: 5) == "hello") }
        try eventually("a status without it") { daemon.notifications.texts.last?.hasPrefix("STATUS=Workers") ?? false }
        for client in waiting { client.close() }
        #expect(try daemon.stop() == .exited(0))
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("Reload with everybody busy", .daemonLogs, .serialized)
struct ReloadBusyTests {
    private static func configuration(_ min: Int, _ max: Int, _ more: String = "") -> String {
        """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = \(min), max = \(max) \(more) }
        """
    }

    @Test("8 clients held on 8 workers are served on through 20 of them, and their workers go with them")
    func held() throws {
        let stage = try ReloadStage(Self.configuration(8, 8))
        let descriptors = stage.descriptors
        let clients = try (0..<8).map { _ in try TestClient(stage.daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        let old = Set(stage.daemon.workers)
        for number in 1...20 {
            // Another bound of recycling, which nobody comes near, is other workers.
            let configuration = Self.configuration(8, 8, ", max-connections = \(1_000 + number)")
            #expect(try stage.reload(configuration).holds)
            for client in clients { #expect(try client.exchange("number \(number)") == "number \(number)") }
            #expect(try TestClient(stage.daemon.address("echo")).exchange("new") == "new")
        }
        #expect(old.isSubset(of: stage.daemon.workers))
        for client in clients { client.close() }
        try stage.waitUntilAsBefore(descriptors, workers: 8)
        #expect(old.isDisjoint(with: stage.daemon.workers))
        #expect(try stage.accepted("echo") == 28)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("clients who wait at a full pool are served by the new workers")
    func waiting() throws {
        let stage = try ReloadStage(Self.configuration(2, 2))
        let address = try stage.daemon.address("echo")
        let held = try (0..<2).map { _ in try TestClient(address) }
        for client in held { #expect(try client.exchange("hello") == "hello") }
        let waiting = try (0..<4).map { _ in try TestClient(address) }
        for client in waiting { try client.send("me too") }
        #expect(try stage.reload(Self.configuration(2, 2, ", max-connections = 1000")).holds)
        for client in waiting {
            #expect(try client.receive() == "me too")
            client.close()
        }
        for client in held { #expect(try client.exchange("still here") == "still here") }
        for client in held { client.close() }
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a smaller maximum holds at once for those that are idle, and for the others when they have finished")
    func lowered() throws {
        let stage = try ReloadStage(Self.configuration(8, 8))
        let clients = try (0..<4).map { _ in try TestClient(stage.daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        let before = Set(stage.daemon.workers)
        #expect(try stage.reload(Self.configuration(2, 2)).holds)
        try eventually("the end of those that were idle") { stage.daemon.workers.count == 4 }
        for client in clients { #expect(try client.exchange("still here") == "still here") }
        for client in clients { client.close() }
        try eventually("two workers") { stage.daemon.workers.count == 2 }
        #expect(before.isSuperset(of: stage.daemon.workers), "of a pool whose numbers alone have changed")
        #expect(try stage.reload(Self.configuration(8, 8)).holds)
        try eventually("eight workers, two of them as before") {
            stage.daemon.workers.count == 8 && before.intersection(stage.daemon.workers).count == 2
        }
        // More than the pool has places for.
        #expect(try stage.reload(Self.configuration(16, 16)).holds)
        try eventually("sixteen others") {
            stage.daemon.workers.count == 16 && before.isDisjoint(with: stage.daemon.workers)
        }
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a thousand requests at once end in the newest file, and no more than two generations wait")
    func storm() throws {
        let configuration = { (number: Int) in
            """
            [service.smile]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "\(number)\\n"
            workers = { min = 4, max = 4 }
            """
        }
        let stage = try ReloadStage(configuration(0))
        let (descriptors, address) = (stage.descriptors, try stage.daemon.address("smile"))
        var most = 0
        for number in 1...1_000 {
            if number % 10 == 0 { try stage.write(configuration(number)) }
            stage.daemon.child.send(SIGHUP)
            if number % 10 == 0 { most = max(most, stage.daemon.workers.count) }
        }
        try eventually("the newest answer") { try TestClient(address).receiveToEnd() == "1000\n" }
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        // Two generations, one of which may be replacing its last, and one that leaves.
        #expect(most <= 12)
        var told: [String] = []
        try eventually("the end of the last one is told") {
            told = stage.daemon.notifications.texts.filter { $0 == "RELOADING=1" || $0 == "READY=1" }
            return told.last == "READY=1"
        }
        #expect(told.count < 1_000, "requests that come during a reload are one")
        for (place, line) in told.enumerated() { #expect(line == (place % 2 == 0 ? "READY=1" : "RELOADING=1")) }
        #expect(try stage.daemon.stop() == .exited(0))
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Clients that misbehave", .daemonLogs, .serialized)
struct RudeClientTests {
    /// What a client can do instead of behaving.
    enum Rudeness: String, CaseIterable, CustomTestStringConvertible {
        case saysNothing = "connects, says nothing and leaves"
        case closesAtOnce = "closes at once"
        case resetsAtOnce = "resets at once"
        case resetsWithInput = "sends and resets"
        case resetsInTheMiddle = "resets in the middle of an answer"
        case floods = "floods, reads nothing and breaks off"

        var testDescription: String { rawValue }

        func perform(_ address: SocketAddress) throws {
            let client = try TestClient(address, patience: .milliseconds(100))
            switch self {
            case .saysNothing:
                _ = try? client.receive()
                client.close()
            case .closesAtOnce: client.close()
            case .resetsAtOnce: client.reset()
            case .resetsWithInput:
                try client.send("GET /")
                client.reset()
            case .resetsInTheMiddle:
                // discard never answers, and time has nothing more to say: then it is too late, which is rude too.
                try? client.send("something")
                _ = try? client.receive(upTo: 1)
                client.reset()
            case .floods:
                let flood = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
                for _ in 0..<8 where (try? client.send(flood)) == nil { break }
                client.reset()
            }
        }
    }

    static let handlers = ["greeting", "echo", "discard", "chargen", "daytime", "time", "qotd", "metrics", "status"]

    private static func configuration(_ handler: String) -> String {
        let own = ["greeting": "message = \"Smile\"", "qotd": "quotes = [\"Smile\"]"][handler] ?? ""
        return """
            [daemon]
            log-level = "debug"
            [service.only]
            listen = "127.0.0.1:0"
            handler = "\(handler)"
            accounting = "all"
            workers = { min = 1, max = 1 }
            \(own)
            """
    }

    @Test("the same worker serves on, whatever they do to it", arguments: handlers)
    func servesOn(handler: String) throws {
        let daemon = try DaemonProcess(Self.configuration(handler))
        let address = try daemon.address("only")
        let worker = daemon.workers
        let before = Self.descriptors(worker)
        for rudeness in Rudeness.allCases {
            for _ in 0..<5 { try rudeness.perform(address) }
        }
        // The worker takes one connection after the other: once this record is there, those before are over.
        let polite = try TestClient(address)
        try polite.closeWriting()
        let count = Rudeness.allCases.count * 5 + 1
        _ = try polite.receive()
        polite.reset()
        _ = try daemon.log.wait(containing: "PREFORKD_CONNECTION=\(count) ")
        #expect(daemon.workers == worker)
        #expect(daemon.log.count(containing: "was killed by") == 0)
        expectNoMore(before, worker)
    }

    @Test("one that never stops sending is cut off in bounded time, and the next one is served")
    func endlessFlood() throws {
        let daemon = try DaemonProcess(Self.configuration("greeting"))
        let address = try daemon.address("only")
        let worker = try #require(daemon.workers.first)
        kill(worker, SIGSTOP)
        let rude = try TestClient(address)
        let number = rude.number
        try rude.send("something to begin with")
        // Several threads, so that the worker never sees the end of what has come.
        let floods = (0..<4).map { _ in TestThread { Self.floodUntilCutOff(number, for: .seconds(15)) } }
        // Whatever is thrown, nobody sends to the number once it is another's.
        defer {
            try? Socket.shutDown(rude.number)
            for flood in floods { _ = flood.join() }
        }
        kill(worker, SIGCONT)
        let start = MonotonicClock.now()
        let polite = try TestClient(address)
        #expect(try polite.receiveToEnd() == "Smile")
        #expect(MonotonicClock.now() - start < .seconds(10))
        #expect(floods.map { $0.join() } == [true, true, true, true])
    }

    /// Whether the server put an end to it before the time was over.
    private static func floodUntilCutOff(_ number: CInt, for limit: Duration) -> Bool {
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        let end = MonotonicClock.now() + limit
        do {
            while MonotonicClock.now() < end {
                _ = try bytes.span.withUnsafeBytes { (bytes) throws(Errno) in try Socket.send(number, bytes) }
            }
            return false
        } catch {
            return true
        }
    }

    @Test("10 000 connections, every tenth of them broken off, leave every process the descriptors that it had")
    func descriptors() throws {
        let daemon = try DaemonProcess(
            """
            [service.only]
            listen = ["127.0.0.1:0", "127.0.0.2:0"]
            handler = "greeting"
            message = "Smile"
            workers = { min = 4, max = 4 }
            """)
        let (address, other) = (try daemon.address("only"), try daemon.address("only", number: 2))
        let processes = [daemon.pid] + daemon.workers
        let before = Self.descriptors(processes)
        for round in 0..<1_000 {
            try TestClient(address).reset()
            let tally = Load.run(round % 2 == 0 ? address : other, expecting: "Smile", connections: 9)
            #expect(tally == Tally(served: 9))
        }
        expectNoMore(before, processes)
        #expect([daemon.pid] + daemon.workers == processes)
        #expect(try daemon.stop() == .exited(0))
        #expect(try #require(daemon.log.texts.last).contains("stopped after 10000 connections"))
    }

    /// Each with its process, its number and what it leads to.
    private static func descriptors(_ processes: [pid_t]) -> Set<String> {
        Set(processes.flatMap { pid in ProcessFacts(pid: pid).descriptors.map { "\(pid): \($0.key) \($0.value)" } })
    }

    /// One that is open for a moment only, to write a record or to notify, may be among either.
    private func expectNoMore(_ before: Set<String>, _ processes: [pid_t]) {
        try? eventually("no descriptor more than before") { Self.descriptors(processes).isSubset(of: before) }
        #expect(Self.descriptors(processes).subtracting(before) == [])
    }
}

import Glibc
import LinuxSystem
import LoadClient
import SystemPackage
import TestSupport
import Testing

@Suite("Reload under load", .daemonLogs, .serialized)
struct ReloadLoadTests {
    private static let times = 100

    @Test("of an unchanged file: nobody is lost, and no worker replaced")
    func unchanged() throws {
        let stage = try ReloadStage(ReloadLoad.configuration())
        let load = try ReloadLoad(stage)
        let (workers, descriptors) = (Set(stage.daemon.workers), stage.descriptors)
        for _ in 0..<Self.times { #expect(try stage.reload().holds) }
        #expect(Set(stage.daemon.workers) == workers)
        #expect(stage.descriptors == descriptors)
        #expect(stage.daemon.log.count(containing: "no service has changed") == Self.times)
        let greetings = load.finish()
        #expect(try stage.accepted("smile") == greetings.count)
        #expect(try stage.accepted("echo") == ReloadLoad.held)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test(
        "of one of two services: nobody is lost, the other keeps its workers, and the new answer holds from the end on")
    func changed() throws {
        let stage = try ReloadStage(ReloadLoad.configuration())
        let load = try ReloadLoad(stage)
        let echoes = stage.workers("echo")
        let sharedMemory = { stage.descriptors.count { $0.contains("memfd") } }
        let before = sharedMemory()
        // Before the signal of each reload, and behind its end.
        var asked = [UInt64.min]
        var held = [UInt64.min]
        var memory = 0
        for number in 1...Self.times {
            asked.append(MonotonicClock.nanoseconds())
            let configuration = ReloadLoad.configuration(number: number, workers: number % 2 == 0 ? 16 : 20)
            #expect(try stage.reload(configuration).lines.last?.contains("changed smile") ?? false)
            held.append(MonotonicClock.nanoseconds())
            if number == Self.times / 4 { memory = ProcessFacts(pid: stage.daemon.pid).residentMemory }
        }
        let growth = ProcessFacts(pid: stage.daemon.pid).residentMemory - memory
        #expect(growth < 512, "KiB over \(Self.times * 3 / 4) reloads")
        #expect(stage.workers("echo") == echoes)
        let greetings = load.finish()
        for trace in greetings where trace.outcome == .served {
            let oldest = held.lastIndex { $0 < trace.began } ?? 0
            let newest = asked.lastIndex { $0 < trace.ended } ?? 0
            #expect((oldest...newest).contains(trace.number), "\(trace)")
        }
        #expect(try stage.accepted("smile") == greetings.count)
        try eventually("the pool at its minimum, and nothing left of all that were") {
            stage.workers("smile").count <= 20 && sharedMemory() == before
        }
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("that adds a service and removes it: nobody else is lost, it refuses at once and finishes what it has")
    func removed() throws {
        let folder = try TemporaryFolder()
        let extra = """
            [service.extra]
            listen = "unix:\(folder.path("extra"))"
            handler = "echo"
            workers = { min = 1, max = 4 }
            """
        let stage = try ReloadStage(ReloadLoad.configuration())
        let load = try ReloadLoad(stage)
        let (workers, descriptors) = (Set(stage.daemon.workers), stage.descriptors)
        let address = try SocketAddress(unixPath: folder.path("extra"))
        for _ in 0..<Self.times {
            #expect(try stage.reload(ReloadLoad.configuration(extra)).lines.last?.contains("added extra") ?? false)
            let client = try TestClient(address)
            #expect(try client.exchange("hello") == "hello")
            #expect(try stage.reload(ReloadLoad.configuration()).lines.last?.contains("removed extra") ?? false)
            #expect(connectError(address) == .connectionRefused)
            #expect(try client.exchange("still here") == "still here")
        }
        try stage.waitUntilAsBefore(descriptors, workers: workers.count)
        #expect(Set(stage.daemon.workers) == workers)
        #expect(try FileContents.names(in: folder.path) == [])
        _ = load.finish()
        #expect(try stage.daemon.stop() == .exited(0))
    }
}

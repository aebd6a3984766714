import LinuxSystem
import PoolPolicy
import Testing

@testable import Prefork

@Suite("Supervisor: what is known of a pool after an upgrade")
struct UpgradeBooksTests {
    private static let limits = PoolLimits(min: 2, max: 8, spare: 0)
    private let kernel = ScriptedKernel()
    private let scoreboard: Scoreboard

    /// Two workers that are idle, as an earlier program has left them.
    init() throws {
        scoreboard = try Scoreboard(name: "service0", capacity: 8)
        kernel.left["service0"] = scoreboard
        for slot in 0..<2 {
            scoreboard.slot(slot).pointee.prepare(generation: 1)
            scoreboard.slot(slot).pointee.becomeIdle(at: 1)
            scoreboard.words.setIdle(slot, at: 1)
        }
    }

    private func take(_ slot: Int) throws {
        let peer = PackedPeer(try #require(SocketAddress(ip: "192.0.2.7", port: 4_711)))
        scoreboard.slot(slot).pointee.begin(connection: 1, from: peer, at: 1)
    }

    private func serve(_ slot: Int) throws {
        try take(slot)
        scoreboard.slot(slot).pointee.end(received: 1, sent: 1, failed: false)
    }

    private func resume(acceptedBefore: UInt64? = nil) throws -> Stage {
        var handover = Handover()
        handover.pools = [
            PoolHandover(
                service: "service0", capacity: 8, isCurrent: true, wasReady: true, totals: Totals(), memory: 3,
                alarm: 4, ledger: 5, sets: [], listeners: [],
                workers: (0..<2).map { slot in
                    var worker = WorkerHandover(
                        slot: slot, generation: 1, pid: Int32(500 + slot), phase: .ready, spawned: .seconds(1),
                        descriptor: 9)
                    worker.acceptedBefore = acceptedBefore
                    return worker
                })
        ]
        let stage = try Stage(inheriting: handover, [Self.limits], isReturn: true, kernel: kernel)
        stage.start()
        stage.settle()
        return stage
    }

    @Test("slots that have no worker any more keep their counters")
    func emptySlots() throws {
        scoreboard.slot(5).pointee.prepare(generation: 3)
        try serve(5)
        scoreboard.slot(5).pointee.clear()
        try serve(0)
        let stage = try resume()
        #expect(stage.observer.traffic == [Totals(accepted: 2, served: 2, received: 2, sent: 2)])
    }

    @Test("workers that were taken over were not started once more")
    func started() throws {
        scoreboard.ledger.inherit(Totals(started: 2))
        let stage = try resume()
        #expect(stage.observer.traffic.map(\.started) == [2])
        stage.kernel.end(stage.worker(0), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.observer.traffic.map(\.started) == [3])
        _ = stage.takeDeeds()
    }

    @Test("a worker that is worn waits to be replaced, though it said so to another program")
    func worn() throws {
        scoreboard.slot(1).pointee.wearOut(.connections)
        let stage = try resume()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(2))])
        stage.everybodyReady()
        #expect(stage.takeDeeds() == [.retire(stage.worker(1))])
        #expect(stage.observer.reports.contains(.recycled(stage.worker(1), .connections)))
    }

    @Test("a worker whose end only a program saw that could not read the memory leaves nothing there")
    func forgotten() throws {
        scoreboard.slot(5).pointee.prepare(generation: 1)
        scoreboard.words.setIdle(5, at: 1)
        try take(5)
        let stage = try resume()
        #expect(stage.observer.pools[0].census.idle == 2)
        #expect(scoreboard.slot(5).pointee.currentState == .empty)
        #expect(!scoreboard.idle.contains(5))
        #expect(stage.observer.traffic == [Totals(accepted: 1, crashed: 1)])
    }

    @Test("a worker's connections go on, and where nobody tells from which, the one in hand is counted")
    func connections() throws {
        for _ in 0..<4 { try serve(0) }
        try take(0)
        #expect(try resume(acceptedBefore: 2).observer.workers[0].first?.connections == 3)
        #expect(try Self().secondHand() == 1)
    }

    private func secondHand() throws -> UInt64? {
        for _ in 0..<4 { try serve(0) }
        try take(0)
        return try resume().observer.workers[0].first?.connections
    }
}

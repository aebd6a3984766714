import LinuxSystem
import PoolPolicy
import Testing

@testable import Prefork

@Suite("The books on a pool")
struct PoolTests {
    private let scoreboard: Scoreboard

    init() throws {
        scoreboard = try Scoreboard(name: "books", capacity: 4)
    }

    /// A pool with so many workers that are starting.
    private func pool(starting: Int) -> Pool {
        let limits = PoolLimits(min: 1, max: 4)
        var pool = Pool(
            index: 0, PoolSettings(name: "books", limits: limits), scoreboard: scoreboard, role: .current, seed: 1)
        for (number, worker) in pool.reserve(starting).enumerated() {
            pool.spawned(worker, pid: 100 + Int32(number), at: .seconds(number))
        }
        return pool
    }

    private func becomeReady(_ slot: Int) {
        scoreboard.slot(slot).pointee.becomeIdle(at: 0)
        scoreboard.words.setIdle(slot, at: 0)
        scoreboard.words.announce(slot)
    }

    @Test("the end of an earlier tenant changes nothing for the present one")
    func staleEnd() throws {
        var pool = pool(starting: 1)
        let first = WorkerID(pool: 0, slot: 0, generation: 1)
        #expect(pool.ended(first, at: .seconds(60)) != nil)
        let reserved = pool.reserve(1).first
        let second = try #require(reserved)
        pool.spawned(second, pid: 200, at: .zero)
        #expect(second == WorkerID(pool: 0, slot: 0, generation: 2))
        #expect(pool.ended(first, at: .seconds(60)) == nil)
        #expect(pool.live == 1)
        #expect(pool.tenant(second)?.pid == 200)
        #expect(pool.tenant(first) == nil)
    }

    @Test("a slot that has no tenant has no end")
    func emptySlot() {
        var pool = pool(starting: 0)
        #expect(pool.ended(WorkerID(pool: 0, slot: 0, generation: 1), at: .seconds(60)) == nil)
        #expect(pool.live == 0)
    }

    @Test("who says that it is idle counts as starting until it was looked at, and no count is negative")
    func clamped() {
        var pool = pool(starting: 3)
        for slot in 0..<2 { becomeReady(slot) }
        #expect(pool.census(at: .seconds(60)) == Census(starting: 3))
        #expect(pool.takeNews().map(\.id.slot) == [0, 1])
        #expect(pool.census(at: .seconds(60)) == Census(starting: 1, idle: 2, lowWater: LowWater(idle: 0)))
        becomeReady(2)
        scoreboard.words.setBusy(0)
        #expect(pool.census(at: .seconds(60)) == Census(starting: 1, idle: 2, lowWater: LowWater(idle: 0)))
        #expect(pool.takeNews().count == 1)
        #expect(pool.census(at: .seconds(60)) == Census(idle: 2, serving: 1, lowWater: LowWater(idle: 0)))
    }

    @Test("a dead worker's claim to be idle is buried with it")
    func deadAndIdle() {
        var pool = pool(starting: 2)
        for slot in 0..<2 { becomeReady(slot) }
        _ = pool.takeNews()
        #expect(pool.ended(WorkerID(pool: 0, slot: 0, generation: 1), at: .seconds(60))?.end == .unasked)
        #expect(scoreboard.idle.count == 1)
        #expect(scoreboard.slot(0).pointee.currentState == .empty)
    }

    @Test("how an end is taken depends on how far the worker came", arguments: ["starting", "late", "ready", "asked"])
    func ends(phase: String) {
        var pool = pool(starting: 1)
        let worker = WorkerID(pool: 0, slot: 0, generation: 1)
        if phase == "late" { pool.abandonStart(worker) }
        if phase == "ready" || phase == "asked" {
            becomeReady(0)
            _ = pool.takeNews()
        }
        if phase == "asked" { pool.askedToRetire(worker) }
        let expected: [String: WorkerEnd] = ["starting": .beforeReady, "late": .beforeReady, "ready": .unasked]
        #expect(pool.ended(worker, at: .seconds(60))?.end == expected[phase] ?? .asked)
        #expect(pool.census(at: .seconds(60)) == Census())
    }

    @Test("a worker that has a client before its fork is written down was not unused")
    func quickWorker() throws {
        var pool = pool(starting: 0)
        let reserved = pool.reserve(1).first
        let worker = try #require(reserved)
        scoreboard.slot(0).pointee.begin(connection: 1, from: PackedPeer(SocketAddress()), at: 0)
        pool.spawned(worker, pid: 100, at: .zero)
        let ended = pool.ended(worker, at: .zero)
        #expect(ended?.end == .unasked)
        #expect(ended?.inHand?.connection == 1)
    }

    @Test("the first to be late is the one that has been starting for longest")
    func oldestStart() {
        var pool = pool(starting: 3)
        #expect(pool.oldestStart()?.id.slot == 0)
        #expect(pool.deadline() == .seconds(10))
        becomeReady(0)
        _ = pool.takeNews()
        #expect(pool.oldestStart()?.id.slot == 1)
        #expect(pool.deadline() == .seconds(11))
        pool.abandonStart(WorkerID(pool: 0, slot: 1, generation: 1))
        #expect(pool.oldestStart()?.id.slot == 2)
    }

    @Test("there are as many slots as the maximum, and a freed one is taken again")
    func slots() {
        var pool = pool(starting: 4)
        #expect(pool.reserve(1).isEmpty)
        _ = pool.ended(WorkerID(pool: 0, slot: 2, generation: 1), at: .seconds(60))
        #expect(pool.reserve(1) == [WorkerID(pool: 0, slot: 2, generation: 2)])
        #expect(pool.reserve(1).isEmpty)
    }

    @Test("no more slots are reserved than are free, the lowest first, and what is given back is taken again")
    func reservations() {
        var pool = pool(starting: 1)
        let reserved = pool.reserve(8)
        #expect(reserved == [1, 2, 3].map { WorkerID(pool: 0, slot: $0, generation: 1) })
        for worker in reserved.dropFirst().reversed() { pool.release(worker) }
        #expect(pool.live == 1)
        #expect(pool.reserve(8) == [2, 3].map { WorkerID(pool: 0, slot: $0, generation: 2) })
    }

    @Test("news and idleness of slots that there are not trap nobody, and count for nobody")
    func strangers() {
        var pool = pool(starting: 1)
        becomeReady(0)
        for slot in 4..<64 {
            scoreboard.news.set(slot)
            scoreboard.idle.set(slot)
        }
        #expect(pool.takeNews().map(\.id.slot) == [0])
        #expect(!pool.hasNews)
        #expect(pool.idleWorkers(9).map(\.slot) == [0])
        #expect(pool.census(at: .seconds(60)).idle == 1)
    }

    @Test("of those that were asked to leave, the one whose time is over first goes first, whenever it was asked")
    func leaving() {
        var pool = pool(starting: 4)
        for (slot, end) in [(0, 30), (1, 40), (2, 5), (3, 30)] {
            pool.limitLeaving(WorkerID(pool: 0, slot: slot, generation: 1), until: .seconds(end))
        }
        #expect(pool.firstLeaving()?.until == .seconds(5))
        var overdue: [Int] = []
        while let worker = pool.takeOverdue(at: .seconds(30)) { overdue.append(worker.slot) }
        #expect(overdue == [2, 0, 3])
        #expect(pool.firstLeaving()?.id.slot == 1)
    }

    @Test("a worker's time ends no later than max-age and at most a tenth earlier", arguments: 0..<100 as Range<UInt64>)
    func age(seed: UInt64) throws {
        let settings = PoolSettings(name: "books", limits: PoolLimits(min: 1, max: 4), maxAge: .seconds(100))
        var pool = Pool(index: 0, settings, scoreboard: scoreboard, role: .current, seed: seed)
        let reserved = pool.reserve(1).first
        pool.spawned(try #require(reserved), pid: 100, at: .seconds(7))
        becomeReady(0)
        _ = pool.takeNews()
        let deadline = pool.deadline()
        let due = try #require(deadline)
        #expect((Duration.seconds(97)...Duration.seconds(107)).contains(due))
        let isEarly = pool.endAges(at: due - .nanoseconds(1))
        #expect(!isEarly)
        #expect(pool.census(at: due).worn == 0)
        let isOver = pool.endAges(at: due)
        #expect(isOver)
        #expect(pool.census(at: due).worn == 1)
        #expect(pool.takeWorn(5).map(\.slot) == [0])
        #expect(pool.askedToRetire(WorkerID(pool: 0, slot: 0, generation: 1)) == .age)
    }
}

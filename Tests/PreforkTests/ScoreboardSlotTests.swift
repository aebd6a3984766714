import LinuxSystem
import Prefork
import TestSupport
import Testing

@Suite("Slots of the scoreboard")
struct ScoreboardSlotTests {
    private let scoreboard: Scoreboard

    init() throws {
        scoreboard = try Scoreboard(name: "test", capacity: 1)
    }

    private var peer: SocketAddress { SocketAddress(ip: "2001:db8::7", port: 443) ?? SocketAddress() }

    @Test("a tenant's life shows in its slot")
    func life() {
        let slot = scoreboard.slot(0)
        #expect(slot.pointee.currentState == .empty)
        slot.pointee.prepare(generation: 3)
        #expect(slot.pointee.currentState == .starting)
        #expect(slot.pointee.currentGeneration == 3)
        slot.pointee.becomeIdle(at: 10)
        #expect(slot.pointee.currentState == .idle)
        slot.pointee.begin(connection: 77, from: PackedPeer(peer), at: 20)
        #expect(slot.pointee.currentState == .serving)
        slot.pointee.end(received: 1, sent: 2, failed: false)
        slot.pointee.becomeIdle(at: 30)
        #expect(slot.pointee.currentState == .idle)
        slot.pointee.clear()
        #expect(slot.pointee.currentState == .empty)
    }

    @Test("what a tenant has in hand is known while it serves, and only then")
    func inHand() throws {
        let slot = scoreboard.slot(0)
        slot.pointee.prepare(generation: 1)
        #expect(slot.pointee.inHand == nil)
        slot.pointee.begin(connection: 77, from: PackedPeer(peer), at: 20)
        let inHand = slot.pointee.inHand
        let connection = try #require(inHand)
        #expect(connection.connection == 77)
        #expect(connection.since == 20)
        #expect(connection.peer.address == peer)
        slot.pointee.end(received: 0, sent: 0, failed: false)
        #expect(slot.pointee.inHand == nil, "the counters tell, whatever the state says")
    }

    @Test("a connection that its tenant took to the grave is counted as crashed, once")
    func crashed() {
        let slot = scoreboard.slot(0)
        slot.pointee.prepare(generation: 1)
        slot.pointee.begin(connection: 1, from: PackedPeer(peer), at: 20)
        slot.pointee.clear()
        slot.pointee.clear()
        #expect(slot.pointee.totals == Totals(accepted: 1, crashed: 1))
        #expect(slot.pointee.inHand == nil)
    }

    @Test("counters belong to the slot and go on from tenant to tenant")
    func counters() {
        let slot = scoreboard.slot(0)
        for generation in 1...3 as ClosedRange<UInt32> {
            slot.pointee.prepare(generation: generation)
            slot.pointee.begin(connection: UInt64(generation), from: PackedPeer(peer), at: 0)
            slot.pointee.end(received: 5, sent: 7, failed: generation == 2)
            slot.pointee.clear()
        }
        slot.pointee.countUnrecorded()
        #expect(
            slot.pointee.totals == Totals(accepted: 3, served: 2, failed: 1, received: 15, sent: 21, unrecorded: 1))
        #expect(slot.pointee.unrecordedTotal == 1)
    }

    @Test("a slot fits its stride, which is whole cache lines")
    func layout() {
        #expect(MemoryLayout<ScoreboardSlot>.size <= ScoreboardSlot.stride)
        #expect(ScoreboardSlot.stride.isMultiple(of: 64))
    }

    static let addresses = [
        "127.0.0.1:0", "192.0.2.255:65535", "255.255.255.255:1", "[::1]:443", "[2001:db8:1:2:3:4:5:6]:7", "[::]:0",
    ]

    @Test("a peer's address comes back from its three words", arguments: addresses)
    func packedPeer(text: String) throws {
        let colon = try #require(text.lastIndex(of: ":"))
        let ip = text[..<colon].filter { $0 != "[" && $0 != "]" }
        let address = try #require(SocketAddress(ip: ip, port: UInt16(text[text.index(after: colon)...]) ?? 0))
        let packed = PackedPeer(address)
        #expect(PackedPeer(words: packed.words).address == address)
        #expect(packed.address?.description == text)
    }

    @Test("a UNIX peer has no words and no address")
    func unixPeer() throws {
        let packed = PackedPeer(try SocketAddress(unixPath: "/run/a"))
        #expect(packed.words == (0, 0, 0))
        #expect(packed.address == nil)
    }
}

@Suite("Counters that are read while they are written")
struct SlotReadingTests {
    @Test("are of one instant: a worker has one connection in hand or none")
    func oneInstant() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 1)
        let slot = UInt(bitPattern: scoreboard.slot(0))
        let thread = TestThread {
            guard let slot = UnsafePointer<ScoreboardSlot>(bitPattern: slot) else { return }
            for number in 1...300_000 as ClosedRange<UInt64> {
                slot.pointee.begin(connection: number, from: PackedPeer(words: (0, 0, 0)), at: number)
                slot.pointee.end(received: 1, sent: 1, failed: number.isMultiple(of: 3))
            }
        }
        var accepted: UInt64 = 0
        var wrong = 0
        while accepted < 300_000 {
            let totals = scoreboard.slot(0).pointee.totals
            if totals.inHand > 1 || totals.accepted < accepted { wrong += 1 }
            accepted = totals.accepted
        }
        thread.join()
        #expect(wrong == 0)
        #expect(scoreboard.slot(0).pointee.totals.inHand == 0)
    }
}

import Glibc
import LinuxSystem
import PoolPolicy
import Testing

@testable import Prefork

@Suite("What one program tells the next")
struct HandoverTests {
    private static let whole: Handover = {
        var handover = Handover()
        handover.version = "1.2 3"
        handover.pools = [
            PoolHandover(
                service: "a b=%\u{e9}\n", capacity: 32_768, isCurrent: true, wasReady: true,
                totals: Totals(
                    accepted: .max, served: 1, failed: 2, crashed: 3, received: 4, sent: 5, unrecorded: 6, started: 7,
                    died: 8),
                durations: {
                    var durations = DurationHistogram()
                    durations.add(7, upTo: 100_000)
                    durations.add(.max, upTo: .max)
                    durations.add(microseconds: 9)
                    return durations
                }(), memory: 10, alarm: 11, ledger: 12, sets: [13, 14], listeners: [15],
                workers: [
                    WorkerHandover(
                        slot: 0, generation: .max, pid: 1, phase: .ready, spawned: .nanoseconds(1), descriptor: 16,
                        stderr: 18),
                    WorkerHandover(
                        slot: 32_767, generation: 1, pid: 2, phase: .retiring, spawned: .seconds(9), descriptor: 19),
                ]),
            PoolHandover(
                service: "", capacity: 1, totals: Totals(), memory: 20, alarm: 21, ledger: 22, sets: [], listeners: []),
        ]
        handover.pools[0].configured = PoolBounds(min: 4, max: nil)
        handover.pools[0].bounds = PoolBounds(min: 0, max: 32_768)
        handover.pools[0].isDraining = true
        handover.pools[0].startTimeout = .nanoseconds(Int64.max)
        handover.pools[0].workers[0].acceptedBefore = .max
        handover.pools[0].workers[0].channel = .init(descriptor: 17, marks: 255)
        handover.records = [HandoverRecord("listener", ["address": "unix:/with space", "descriptor": "15"])]
        return handover
    }()

    @Test("comes back as it was")
    func roundTrip() {
        #expect(Handover(Self.whole.text) == Self.whole)
    }

    @Test("of durations, a program of before tells nothing, and one with other classes what goes into ours")
    func otherClasses() throws {
        let text = Self.whole.text
        let ours = try #require(text.split(separator: " ").first { $0.hasPrefix("durations=100") })
        let silent = text.replacing(" duration-us=9", with: "").replacing(" \(ours)", with: "")
        #expect(Handover(silent)?.pools.first?.durations == DurationHistogram())
        let other = text.replacing(ours, with: "durations=90000:1,200000:2,240000:3")
        #expect(Handover(other)?.pools.first?.durations.counts.prefix(4) == [0, 0, 1, 5])
        for wrong in ["1", "1:", ":1", "x:1", "1:2:3", "1:-1"] {
            #expect(Handover(text.replacing(ours, with: "durations=\(wrong)")) == nil, "\(wrong)")
        }
    }

    @Test("names every descriptor, once for each owner")
    func descriptors() {
        #expect(Self.whole.descriptors.sorted() == [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22])
    }

    @Test("of a start that another program has heard a part of, the rest tells whether it failed", arguments: 1...2)
    func marks(count: Int) throws {
        var channel = try ReadyChannel(.exec)
        let pipe = channel.takeWorkerEnd().pipe
        for _ in 0..<count { ReadyChannel.mark(pipe) }
        let soon = channel.news(from: 1)
        #expect(!soon.isOver && channel.handed == .init(descriptor: channel.number, marks: UInt8(count)))
        close(try #require(pipe))
        let number = fcntl(channel.number, F_DUPFD_CLOEXEC, 3)
        var next = ReadyChannel(adopting: .init(descriptor: number, marks: channel.handed.marks), .exec)
        let news = next.news(from: 1)
        #expect(news.isOver && news.isReady == (count == 1))
    }

    @Test("what this program can't read stays open, one ledger for the pools of a service, and is given back")
    func unread() throws {
        let (one, other) = (try Pipe().split(), try Pipe().split())
        let numbers = [one.readEnd, one.writeEnd, other.readEnd, other.writeEnd]
        var handed = PoolHandover(
            service: "a", capacity: 1, totals: Totals(), memory: numbers[0], alarm: numbers[1], ledger: numbers[2],
            sets: [numbers[3]], listeners: [])
        var unread: UnreadMemory? = UnreadMemory(handed, ledger: nil)
        let ledger = try #require(unread?.ledger)
        (handed.memory, handed.alarm, handed.ledger, handed.sets) = (1, 1, 1, [])
        unread?.giveBack(in: &handed)
        #expect([handed.memory, handed.alarm, handed.ledger] + handed.sets == numbers)
        #expect(!handed.isReadable)
        #expect(numbers.allSatisfy { fcntl($0, F_GETFD) >= 0 })
        unread = nil
        #expect(fcntl(ledger.number, F_GETFD) >= 0)
    }

    @Test("is refused when anything of it is missing")
    func cut() {
        let text = Self.whole.text
        for count in 0..<text.utf8.count - 1 {
            #expect(Handover(String(decoding: text.utf8.prefix(count), as: UTF8.self)) == nil)
        }
    }

    @Test(
        "is refused when it makes no sense",
        arguments: ["", "x\n", "preforkd-handover 2\nprogram version=1 layout=1\nend\n", "preforkd-handover 1\nend\n"])
    func nonsense(text: String) {
        #expect(Handover(text) == nil)
    }

    @Test("is refused where a worker is in no slot, or a pool larger than any", arguments: ["slot=-1", "slot=32768"])
    func outOfBounds(slot: String) {
        let text = Self.whole.text
        #expect(Handover(text.replacing("slot=0", with: slot)) == nil)
        #expect(Handover(text.replacing("capacity=1 ", with: "capacity=9223372036854775807 ")) == nil)
        #expect(Handover(text.replacing("capacity=1 ", with: "capacity=0 ")) == nil)
    }

    @Test("noise in it is refused or read, and traps nobody", arguments: 1...20 as ClosedRange<UInt64>)
    func noise(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let pieces = [
            "\n", " ", "=", "%", "%zz", "%ff", ",", "-1", "99999999999999999999", "slot=", "pool", "worker", "\n \n",
            "é",
        ]
        for _ in 0..<200 {
            var bytes = Array(Self.whole.text.utf8)
            for _ in 0...random.next() % 4 {
                let start = Int(random.next() % UInt64(bytes.count))
                let end = min(bytes.count, start + Int(random.next() % 8))
                let piece = pieces[Int(random.next() % UInt64(pieces.count))]
                bytes.replaceSubrange(
                    start..<end, with: random.next() % 3 == 0 ? [UInt8(random.next() % 256)] : Array(piece.utf8))
            }
            guard let read = Handover(String(decoding: bytes, as: UTF8.self)) else { continue }
            #expect(read.pools.allSatisfy { pool in pool.workers.allSatisfy { (0..<pool.capacity).contains($0.slot) } })
            #expect(Handover(read.text) == read, "\(read.text)")
        }
    }
}

import Testing

@testable import Prefork

@Suite("Turns at waiting for a connection")
struct ParkingTurnTests {
    /// So many connections in a row, then others come first.
    private static let turn = 16

    /// Who waits for a connection and who is woken, seen from one thread.
    private final class Lot: ParkingLot {
        var idle: Set<Int> = []
        /// In the order in which the kernel gives them connections.
        var armed: [Int] = []
        var wakes = 0
        var turn = 0

        func isIdle(_ slot: Int) -> Bool { idle.contains(slot) }
        func arm(_ slot: Int) { armed.append(slot) }
        func disarm(_ slot: Int) { armed.removeAll { $0 == slot } }
        func isArmed(_ slot: Int) -> Bool { armed.contains(slot) }
        func hasArmed(_ wanted: Int) -> Bool { armed.count >= wanted }
        func visitArmed(_ visit: (_ slot: Int) -> Void) { armed.forEach(visit) }
        func parked(from slot: Int) -> Int? { idle.filter { $0 >= slot && !isArmed($0) }.min() }
        func prepareSleep(_ slot: Int) {}
        func sleep(_ slot: Int) { Issue.record("\(slot) would sleep") }
        func wake(_ slot: Int) { wakes += 1 }
    }

    /// What a pool does for clients of whom so many are served at a time.
    private struct Pool {
        let lot = Lot()
        let parking: Parking<Lot>
        var served: [Int]
        var parks = 0

        init(_ order: WakeOrder, workers: Int, most: Int) {
            parking = Parking(lot, ParkingRules(order: order, least: 2, most: most))
            served = Array(repeating: 0, count: workers)
            for slot in (0..<workers).reversed() { rest(slot) }
        }

        mutating func rest(_ slot: Int) {
            lot.idle.insert(slot)
            let isTurnOver = served[slot] > 0 && served[slot].isMultiple(of: ParkingTurnTests.turn)
            parking.rest(slot, isTurnOver: isTurnOver) {
                // It would sleep now.
                parks += 1
                return true
            }
        }

        mutating func serve(_ connections: Int, atOnce: Int) {
            var busy: [Int] = []
            for _ in 0..<connections {
                if busy.count == atOnce { rest(busy.removeFirst()) }
                let slot = lot.armed[0]
                lot.idle.remove(slot)
                parking.disarm(slot)
                served[slot] += 1
                busy.append(slot)
            }
            for slot in busy { rest(slot) }
        }

        /// Wakes and parks since the last call.
        mutating func takeChanges() -> Int {
            defer { (lot.wakes, parks) = (0, 0) }
            return lot.wakes + parks
        }
    }

    @Test("lifo: once those in the lowest slots wait, nobody is woken and nobody parks", arguments: 3...6)
    func quiet(most: Int) {
        var pool = Pool(.lifo, workers: 64, most: most)
        pool.serve(3_000, atOnce: most - 2)
        _ = pool.takeChanges()
        pool.serve(1_000, atOnce: most - 2)
        #expect(pool.takeChanges() == 0)
        #expect(Set(pool.lot.armed) == Set(0..<most))
    }

    @Test("lifo: after a burst the lowest slots serve again")
    func settles() {
        var pool = Pool(.lifo, workers: 64, most: 4)
        pool.serve(5_000, atOnce: 30)
        pool.serve(2_000, atOnce: 1)
        #expect(Set(pool.lot.armed) == [0, 1, 2, 3])
    }

    @Test("fifo: everybody has turns of the same length")
    func even() {
        var pool = Pool(.fifo, workers: 64, most: 4)
        pool.serve(64 * Self.turn * 4, atOnce: 1)
        #expect(pool.served.allSatisfy { (Self.turn * 3...Self.turn * 5).contains($0) }, "\(pool.served)")
    }
}

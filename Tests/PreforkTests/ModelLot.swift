@testable import Prefork

/// The parking lot of a model, as one actor sees it. Each bit is a step of its own, so that searches and counts are
/// torn apart as they are in a large pool.
struct ModelLot: ParkingLot {
    let world: ModelWorld
    let actor: Int

    // Once the world is over, every loop ends.
    func isIdle(_ slot: Int) -> Bool { world.step(actor) { $0.idle[slot] } ?? false }
    func isArmed(_ slot: Int) -> Bool { world.step(actor) { $0.armed[slot] } ?? true }

    func arm(_ slot: Int) { world.step(actor) { $0.armed[slot] = true } }
    func disarm(_ slot: Int) { world.step(actor) { $0.armed[slot] = false } }

    func hasArmed(_ wanted: Int) -> Bool {
        var count = 0
        for slot in 0..<world.slots where count < wanted && isArmed(slot) { count += 1 }
        return count >= wanted
    }

    func visitArmed(_ visit: (_ slot: Int) -> Void) {
        for slot in 0..<world.slots where isArmed(slot) { visit(slot) }
    }

    func parked(from slot: Int) -> Int? {
        guard slot < world.slots else { return nil }
        return (slot..<world.slots).first { isIdle($0) && !isArmed($0) }
    }

    func prepareSleep(_ slot: Int) { world.step(actor) { $0.bells[slot] = false } }
    func sleep(_ slot: Int) { world.step(actor, when: { $0.bells[slot] }) { _ in } }
    func wake(_ slot: Int) { world.step(actor) { $0.bells[slot] = true } }

    var turn: Int {
        get { world.step(actor) { $0.turn } ?? 0 }
        nonmutating set { world.step(actor) { $0.turn = newValue } }
    }
}

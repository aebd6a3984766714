import Testing

@testable import Prefork

@Suite("Admission of workers that become ready")
struct AdmissionTests {
    /// A pool of two, one that waits for a client, and one that has just become ready and is armed in the place of another.
    private func scoreboard(_ admission: Admission) throws -> Scoreboard {
        let scoreboard = try Scoreboard(name: "test", capacity: 3)
        for slot in 0..<3 { scoreboard.words.setIdle(slot, at: 0) }
        scoreboard.words.parking.rest(2, isTurnOver: false) { false }
        scoreboard.admit(admission)
        scoreboard.words.parking.lot.arm(0)
        return scoreboard
    }

    /// What the worker does until it is woken for the second time, which is to leave.
    private func awaitOpening(_ scoreboard: Scoreboard) -> Int {
        var looks = 0
        scoreboard.words.awaitOpening(0) {
            looks += 1
            scoreboard.words.parking.lot.wake(0)
            return looks > 1
        }
        return looks
    }

    @Test("no more: it is not taken for one that waits for a client, and passes its arm on")
    func noMore() throws {
        let scoreboard = try scoreboard(.noMore)
        #expect(awaitOpening(scoreboard) == 2)
        let lot = scoreboard.words.parking.lot
        #expect(!scoreboard.idle.contains(0) && !lot.isArmed(0))
        #expect(lot.isArmed(1) && lot.isArmed(2))
    }

    @Test("not yet: it waits, and is idle once it is let in")
    func notYet() throws {
        let scoreboard = try scoreboard(.notYet)
        #expect(awaitOpening(scoreboard) == 2)
        #expect(scoreboard.idle.contains(0))
    }

    @Test("open: it goes on at once")
    func open() throws {
        #expect(awaitOpening(try scoreboard(.open)) == 0)
    }
}

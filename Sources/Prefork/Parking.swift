/// Which of a pool's idle workers are armed, that is wait for a connection, and which are parked until their turn
/// comes. So the cost of a connection does not grow with the workers that it does not need.
///
/// A turn is a few connections and not one, so that changing turns costs next to nothing.
///
/// The rules: who rests, being idle from before, parks only while `least` others are armed; and does so where `most` are, or
/// where its turn is over and it has armed another in its own place. Who waits no longer, because it has a connection or
/// leaves, clears its idle bit, then its armed bit, and then arms others as long as fewer than `least` are armed and
/// somebody is parked. The supervisor does so for the dead.
///
/// Why nobody is left parked while too few are armed: every bit changes in one order that all agree on. Say that P
/// stays parked and fewer than `least` stay armed. P had seen `least` bits, at least one more than are left, so one was
/// cleared after P looked, and P was idle before that. Take the last bit that was ever cleared. Who cleared it looked
/// afterwards, when no bit went any more: it saw no more armed than there are, and P parked; so it armed somebody
/// else, and went on until enough were or P was. If it died instead, its burial did the same.
///
/// Between `least` and `most` nothing changes, so that whoever ends a connection waits for the next at once, and nobody has
/// to be woken for it.
///
/// An armed bit without somebody behind it is the danger, and is bounded so: who arms another looks afterwards whether
/// that one is still idle, and takes the bit back if not. That one, if it was, clears the bit itself, for it clears the
/// two in that order. A missing bit is harmless: one more than needed is armed.
///
/// A worker that is armed and stopped (by SIGSTOP, a debugger, or death until it is buried) holds its arm. As `least`
/// is 2, there is always another one beside it. With all that are armed stopped, clients wait until one of them goes on.
struct Parking<Lot: ParkingLot> {
    let lot: Lot
    let rules: ParkingRules

    init(_ lot: Lot, _ rules: ParkingRules) {
        self.lot = lot
        self.rules = rules
    }

    // MARK: The worker's side

    /// Returns once this worker, which is idle, may wait for a connection, or is to leave.
    /// - Parameter isTurnOver: whether it comes after those that are parked, as far as they come before it at all.
    @inline(__always)
    func rest(_ slot: Int, isTurnOver: Bool, isLeaving: () -> Bool) {
        if isTurnOver, othersComeFirst(slot) {
            passTurn(of: slot)
        } else if !lot.hasArmed(rules.most) {
            return lot.arm(slot)
        }
        sleep(slot, isLeaving: isLeaving)
    }

    @inline(never)
    private func sleep(_ slot: Int, isLeaving: () -> Bool) {
        // The word first: whoever arms us after the look at the bit changes it again.
        lot.prepareSleep(slot)
        while !lot.isArmed(slot), !isLeaving() {
            lot.sleep(slot)
            lot.prepareSleep(slot)
        }
    }

    /// This worker, which is not idle any more, does not wait any more.
    @inline(__always)
    func disarm(_ slot: Int) {
        lot.disarm(slot)
        if !lot.hasArmed(rules.least) { armOthers(upTo: rules.least) }
    }

    // MARK: The supervisor's side

    /// A worker, which is not idle any more, is dead. It may have died at any step of the above.
    func bury(_ slot: Int) {
        lot.disarm(slot)
        lot.visitArmed { armed in
            // Who armed it may have died before waking it, or before looking whether it still was idle.
            if lot.isIdle(armed) { lot.wake(armed) } else { lot.disarm(armed) }
        }
        armOthers(upTo: rules.least)
    }

    /// Whether somebody is parked who would be woken before this worker, if it parked.
    @inline(never)
    private func othersComeFirst(_ slot: Int) -> Bool {
        switch rules.order {
        case .fifo: true
        case .lifo: lot.parked(from: 0).map { $0 < slot } ?? false
        }
    }

    /// Arms one in the place of a worker that is to park, so that as many wait as before, and more only if it must.
    @inline(never)
    private func passTurn(of slot: Int) {
        if lot.hasArmed(rules.most) { return }
        _ = armNext(beside: slot)
        armOthers(upTo: rules.least, beside: slot)
    }

    /// - Parameter own: whose call it is, where that one is idle itself.
    @inline(never)
    private func armOthers(upTo wanted: Int, beside own: Int? = nil) {
        while !lot.hasArmed(wanted), armNext(beside: own) {}
    }

    /// - Returns: false where nobody is parked.
    private func armNext(beside own: Int?) -> Bool {
        guard let slot = nextParked() else { return false }
        lot.arm(slot)
        // Who asks is awake.
        if slot == own { return true }
        if lot.isIdle(slot) { lot.wake(slot) } else { lot.disarm(slot) }
        return true
    }

    private func nextParked() -> Int? {
        switch rules.order {
        case .lifo: return lot.parked(from: 0)
        case .fifo:
            let slot = lot.parked(from: lot.turn) ?? lot.parked(from: 0)
            if let slot { lot.turn = slot + 1 }
            return slot
        }
    }
}

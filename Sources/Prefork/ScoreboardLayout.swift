/// Where each part of a scoreboard lies in its memory, each in cache lines of its own.
struct ScoreboardLayout {
    /// Of everything that lies in memory which an earlier program of the same process may have made: this layout, the
    /// slots, the bits, the ledger. To be raised whenever one of them changes.
    static let version = 2

    let capacity: Int
    let idle: Int
    let news: Int
    let armed: Int
    let lot: Int
    let history: Int
    let slots: Int
    let size: Int

    init(capacity: Int) {
        precondition(MemoryLayout<ScoreboardSlot>.size <= ScoreboardSlot.stride, "a slot fits its stride")
        var size = ScoreboardWords.headerSize
        func reserve(_ bytes: Int) -> Int {
            defer { size += (bytes + ScoreboardSlot.stride - 1) / ScoreboardSlot.stride * ScoreboardSlot.stride }
            return size
        }
        self.capacity = capacity
        idle = reserve(SlotBits.size(capacity: capacity))
        news = reserve(SlotBits.size(capacity: capacity))
        armed = reserve(SlotBits.size(capacity: capacity))
        lot = reserve(SharedParkingLot.size(capacity: capacity))
        history = reserve(IdleHistory.size(capacity: capacity))
        slots = reserve(capacity * ScoreboardSlot.stride)
        self.size = size
    }
}

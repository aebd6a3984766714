/// Connections that are held until a time, in the order of these times: all pauses of a load are equally long.
struct Pauses {
    private struct Entry {
        let slot: Int
        let serial: Int
        let end: UInt64
    }

    private var entries: [Entry] = []
    private var head = 0

    var count: Int { entries.count - head }

    var nextEnd: UInt64? { head < entries.count ? entries[head].end : nil }

    mutating func add(slot: Int, serial: Int, end: UInt64) {
        entries.append(Entry(slot: slot, serial: serial, end: end))
    }

    /// The first one whose pause is over.
    mutating func takeFirst(endedBy now: UInt64) -> (slot: Int, serial: Int)? {
        guard head < entries.count, entries[head].end <= now else { return nil }
        let entry = entries[head]
        head += 1
        if head > 1_024, head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        return (entry.slot, entry.serial)
    }
}

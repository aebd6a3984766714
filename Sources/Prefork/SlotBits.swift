internal import Synchronization

/// One bit for each slot, in shared memory: a bit changes at once or not at all, so no death leaves a count wrong.
///
/// All in one order with each other and with what else is sequentially consistent: of two workers that become busy
/// at once, one sees the other.
///
/// The last word has bits that are no slot's. Only a worker that writes nonsense sets them, and nobody sees them.
package struct SlotBits {
    private let words: UnsafePointer<Atomic<UInt64>>
    private let capacity: Int

    static let bitsPerWord = 64

    /// Bytes that the bits of so many slots need.
    static func size(capacity: Int) -> Int { wordCount(capacity) * 8 }

    private static func wordCount(_ capacity: Int) -> Int { (capacity + bitsPerWord - 1) / bitsPerWord }

    private var wordCount: Int { Self.wordCount(capacity) }

    /// - Parameter memory: zeroed, aligned to 8 bytes, `size(capacity:)` long.
    init(at memory: UnsafeRawPointer, capacity: Int) {
        words = memory.assumingMemoryBound(to: Atomic<UInt64>.self)
        self.capacity = capacity
    }

    @inline(__always)
    package func set(_ slot: Int) {
        word(slot).pointee.bitwiseOr(Self.bit(slot), ordering: .sequentiallyConsistent)
    }

    @inline(__always)
    package func clear(_ slot: Int) {
        word(slot).pointee.bitwiseAnd(~Self.bit(slot), ordering: .sequentiallyConsistent)
    }

    @inline(__always)
    package func contains(_ slot: Int) -> Bool {
        word(slot).pointee.load(ordering: .sequentiallyConsistent) & Self.bit(slot) != 0
    }

    package var count: Int { count(upTo: .max) }

    /// Counts no further than `limit` is passed or reached: who asks whether there are enough need not see them all.
    package func count(upTo limit: Int) -> Int {
        var count = 0
        var index = 0
        while index < wordCount, count < limit {
            count += load(index).nonzeroBitCount
            index += 1
        }
        return count
    }

    /// Whether so many are set, or more.
    @inline(__always)
    package func has(_ wanted: Int) -> Bool {
        // A few are found sooner than all of a word are counted.
        if wanted > Self.few { return count(upTo: wanted) >= wanted }
        var missing = wanted
        for index in 0..<wordCount {
            var word = load(index)
            while word != 0 {
                if missing <= 1 { return true }
                missing &-= 1
                word &= word &- 1
            }
        }
        return missing <= 0
    }

    private static let few = 8

    /// Visits the set bits from the highest slot down, until `visit` returns false.
    package func visitDown(_ visit: (_ slot: Int) -> Bool) {
        for index in stride(from: wordCount - 1, through: 0, by: -1) {
            var word = load(index)
            while word != 0 {
                let highest = Self.bitsPerWord - 1 - word.leadingZeroBitCount
                word &= ~(1 << UInt64(highest))
                if !visit(index * Self.bitsPerWord + highest) { return }
            }
        }
    }

    /// The first slot from `slot` on that is set here and not in `others`; nil also where there is no such slot.
    package func first(from slot: Int, notIn others: SlotBits) -> Int? {
        // In the first word, the bits from the slot on; then all.
        var mask = ~UInt64(0) << UInt64(slot % Self.bitsPerWord)
        var index = slot / Self.bitsPerWord
        while index < wordCount {
            let word = load(index) & mask
            let found = word == 0 ? 0 : word & ~others.load(index)
            if found != 0 { return index * Self.bitsPerWord + found.trailingZeroBitCount }
            mask = ~0
            index += 1
        }
        return nil
    }

    /// Clears what is set and visits it, from the lowest slot up.
    package func take(_ visit: (_ slot: Int) -> Void) {
        for index in 0..<wordCount where words[index].load(ordering: .relaxed) != 0 {
            var word = ofSlots(words[index].exchange(0, ordering: .sequentiallyConsistent), index)
            while word != 0 {
                visit(index * Self.bitsPerWord + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }

    @inline(__always)
    private func load(_ index: Int) -> UInt64 {
        ofSlots(words[index].load(ordering: .sequentiallyConsistent), index)
    }

    /// The bits of slots in a word. Where all are, there is no word of this index.
    @inline(__always)
    private func ofSlots(_ word: UInt64, _ index: Int) -> UInt64 {
        index == capacity / Self.bitsPerWord ? word & (Self.bit(capacity) - 1) : word
    }

    private func word(_ slot: Int) -> UnsafePointer<Atomic<UInt64>> { words + slot >> 6 }

    /// The mask of the bit in its word.
    private static func bit(_ slot: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: slot) }
}

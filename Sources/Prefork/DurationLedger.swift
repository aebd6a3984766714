internal import Synchronization

/// How long the connections of a service took, since it began and lately, in shared memory.
///
/// Nobody comes by when a span of time is over: whoever is the first to count in a new one notes what there was before
/// it, so an idle service costs nothing, and a connection one look at a word at each end.
///
/// A worker may die between any two words. Between the end that its slot counts and the class here, the duration of that
/// connection is not known; between the class and the sum, it is not in the sum; while it notes what was before a span,
/// that span can't begin the last minute. And a connection that begins or ends while another worker opens a span may
/// count in the one before, or in the next.
package struct DurationLedger {
    private let lastConnection: UnsafePointer<Atomic<UInt64>>
    private let microseconds: UnsafePointer<Atomic<UInt64>>
    private var counts: UnsafePointer<Atomic<UInt64>> { microseconds + 1 }
    private var marks: UnsafePointer<Atomic<UInt64>> { microseconds + Self.wordCount }
    /// For each span, the sum and the counts at its begin.
    private var before: UnsafePointer<Atomic<UInt64>> { marks + Self.kept }

    /// The sum and the counts.
    private static let wordCount = 1 + DurationHistogram.classCount
    private static let kept = RecentSpans.kept

    /// What every connection needs comes first.
    static let size = (wordCount + kept + kept * wordCount) * MemoryLayout<UInt64>.size

    /// - Parameters:
    ///   - memory: zeroed, aligned to 8 bytes, `size` long.
    ///   - lastConnection: the number of the service's last connection.
    init(at memory: UnsafeRawPointer, lastConnection: UnsafePointer<Atomic<UInt64>>) {
        self.lastConnection = lastConnection
        microseconds = memory.assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    // MARK: The worker's side

    /// A connection begins now.
    /// - Returns: a number that no other connection of the service has, from 1.
    @inline(__always)
    package func beginConnection(at now: UInt64) -> UInt64 {
        enter(at: now)
        return lastConnection.pointee.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// A connection that its slot has counted ends now, after so many nanoseconds.
    @inline(__always)
    package func endConnection(after duration: UInt64, at now: UInt64) {
        enter(at: now)
        add(duration)
    }

    /// A connection begins or ends at `now`: to be called before it is counted.
    @inline(__always)
    private func enter(at now: UInt64) {
        let span = RecentSpans.span(at: now)
        let seen = SpanMark(word: marks[RecentSpans.place(of: span)].load(ordering: .relaxed))
        if seen.isBefore(span) { open(span, instead: seen) }
    }

    @inline(never)
    private func open(_ span: UInt64, instead seen: SpanMark) {
        let place = RecentSpans.place(of: span)
        let mark = SpanMark(span: span, lastConnection: lastConnection.pointee.load(ordering: .relaxed))
        guard
            marks[place].compareExchange(
                expected: seen.word, desired: mark.word, ordering: .acquiringAndReleasing
            ).exchanged
        else { return }
        for index in 0..<Self.wordCount {
            let word = microseconds[index].load(ordering: .relaxed)
            before[place * Self.wordCount + index].store(word, ordering: .relaxed)
        }
        // Whoever was stopped for so long that others have the place by now leaves it to them.
        _ = marks[place].compareExchange(expected: mark.word, desired: mark.whole.word, ordering: .releasing)
    }

    /// A connection has ended after so many nanoseconds. Releasing, so that who sees this sees its slot's counter too.
    @inline(__always)
    private func add(_ duration: UInt64) {
        counts[DurationHistogram.place(of: duration)].wrappingAdd(1, ordering: .releasing)
        microseconds.pointee.wrappingAdd(DurationHistogram.microseconds(duration), ordering: .relaxed)
    }

    // MARK: The supervisor's side

    var all: DurationHistogram { histogram(at: microseconds) }

    /// Those of connections that ended in the last minute.
    func lately(at now: UInt64) -> DurationHistogram {
        guard let place = recent(at: now).lately else { return DurationHistogram() }
        return all.since(histogram(at: before + place * Self.wordCount))
    }

    func begun(at now: UInt64) -> [Int] {
        // The marks first: what came after them belongs to the span that is under way.
        let recent = recent(at: now)
        return recent.begun(lastConnection: lastConnection.pointee.load(ordering: .acquiring))
    }

    private func recent(at now: UInt64) -> RecentSpans {
        RecentSpans(words(marks, Self.kept).map(SpanMark.init(word:)), at: now)
    }

    private func histogram(at first: UnsafePointer<Atomic<UInt64>>) -> DurationHistogram {
        DurationHistogram(
            counts: words(first + 1, DurationHistogram.classCount),
            microseconds: first.pointee.load(ordering: .relaxed))
    }

    private func words(_ first: UnsafePointer<Atomic<UInt64>>, _ count: Int) -> [UInt64] {
        (0..<count).map { first[$0].load(ordering: .acquiring) }
    }

    /// What an earlier program has counted, whose memory this one can't read.
    func inherit(_ durations: DurationHistogram) {
        for (index, count) in durations.counts.enumerated() { counts[index].wrappingAdd(count, ordering: .relaxed) }
        microseconds.pointee.wrappingAdd(durations.microseconds, ordering: .relaxed)
    }
}

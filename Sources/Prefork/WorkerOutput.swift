/// What one worker writes to its stderr, cut into lines: held for a moment, then told, in a number that a log can bear.
///
/// Held, because the lines of a dying worker belong to the record of its death, and the supervisor hears of that a
/// moment after it has read them.
struct WorkerOutput {
    /// How long a line waits for the end of whoever wrote it.
    static let hold = Duration.milliseconds(500)
    /// As much is kept for the record of a death.
    static let heldLimit = 8_192
    /// What is longer becomes several lines. Not in the journal, a record is a line of at most a page, and some bytes are
    /// written as four.
    static let lineLimit = 900
    /// A worker that writes more while its lines are held is not read any further before they are told.
    static let floodLimit = 1 << 20

    private var held: [UInt8] = []
    private var since: Duration?
    private var taken = 0
    private var told = OutputReport()
    private var allowance = LineAllowance()

    /// When to ask for what is `due`; nil where nothing is.
    var deadline: Duration? { since.map { $0 + Self.hold } }

    var isFlood: Bool { taken >= Self.floodLimit }

    mutating func take(_ bytes: some Collection<UInt8>, at now: Duration) {
        if since == nil { since = now }
        taken += bytes.count
        held.append(contentsOf: bytes)
        guard held.count > Self.heldLimit else { return }
        let excess = held.count - Self.heldLimit
        let end = held[excess...].prefix(Self.lineLimit).firstIndex(of: Self.newline).map { $0 + 1 }
        release(end ?? excess, at: now)
    }

    /// The whole lines that have been held for long enough. One that has no end yet stays.
    mutating func due(at now: Duration) -> OutputReport? {
        guard let deadline, deadline <= now else { return nil }
        release((held.lastIndex(of: Self.newline) ?? -1) + 1, at: now)
        since = nil
        taken = 0
        return takeReport()
    }

    /// The end of the worker: what to tell first, and its last words.
    /// - Parameter inPeace: it has no last words, and all that is left are lines like any others.
    mutating func end(inPeace: Bool, at now: Duration) -> (before: OutputReport?, lastWords: String) {
        if inPeace { release(held.count, at: now) }
        return (takeReport(), String(decoding: held, as: UTF8.self))
    }

    /// For another program of this process to tell; nil where all was told.
    var untold: String? {
        let lines = told.lines.map { $0 + "\n" }.joined() + String(decoding: held, as: UTF8.self)
        return lines.isEmpty ? nil : lines
    }

    private static let newline = UInt8(ascii: "\n")

    private mutating func takeReport() -> OutputReport? {
        defer { told = OutputReport() }
        return told.isEmpty ? nil : told
    }

    private mutating func release(_ count: Int, at now: Duration) {
        for line in held[..<count].split(separator: Self.newline) {
            var rest = line
            while !rest.isEmpty {
                let piece = rest.prefix(LinePiece.length(of: rest, limit: Self.lineLimit))
                rest = rest.dropFirst(piece.count)
                if allowance.take(at: now) {
                    told.lines.append(OutputText.text(piece))
                } else {
                    told.leftOut += 1
                }
            }
        }
        held.removeFirst(count)
    }
}

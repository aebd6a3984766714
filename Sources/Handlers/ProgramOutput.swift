internal import LinuxSystem
internal import Prefork

/// What one program writes to its stderr, cut into lines as it comes, in a number that a log can bear.
struct ProgramOutput {
    private let lineLimit: Int
    /// The beginning of a line whose end has not come.
    private var held: [UInt8] = []
    private var told = OutputReport()
    private var allowance = LineAllowance()
    private var leftOutSince: Duration?

    /// Lines that are left out are told of at the end, and in between no more often than this.
    static let interval = Duration.seconds(10)

    init(lineLimit: Int) {
        self.lineLimit = lineLimit
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, at now: Duration) {
        var rest = bytes
        while let length = ByteSearch.length(of: rest, upTo: Self.newline) {
            endLine(UnsafeRawBufferPointer(rebasing: rest[..<length]), at: now)
            rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
        }
        held.append(contentsOf: rest)
        cutHeld(at: now)
    }

    /// The lines so far, and now and then how many were left out.
    mutating func due(at now: Duration) -> OutputReport? {
        guard let leftOutSince, now - leftOutSince < Self.interval else { return report() }
        let leftOut = told.leftOut
        told.leftOut = 0
        defer { (told.leftOut, self.leftOutSince) = (leftOut, leftOutSince) }
        return report()
    }

    /// What is left when nobody writes any more.
    mutating func end(at now: Duration) -> OutputReport? {
        if !held.isEmpty { endLine(UnsafeRawBufferPointer(start: nil, count: 0), at: now) }
        return report()
    }

    private static let newline = UInt8(ascii: "\n")

    private mutating func report() -> OutputReport? {
        defer { (told, leftOutSince) = (OutputReport(), nil) }
        return told.isEmpty ? nil : told
    }

    private mutating func endLine(_ bytes: UnsafeRawBufferPointer, at now: Duration) {
        if held.isEmpty, bytes.isEmpty { return }
        // Most of a flood goes here, and is not even looked at.
        if held.isEmpty, bytes.count <= lineLimit, !allowance.take(at: now) { return leaveOut(at: now) }
        let isAllowed = held.isEmpty && bytes.count <= lineLimit
        held.append(contentsOf: bytes)
        cutHeld(at: now)
        if !held.isEmpty, isAllowed || allowance.take(at: now) {
            told.lines.append(OutputText.text(held[...]))
        } else if !held.isEmpty {
            leaveOut(at: now)
        }
        held.removeAll(keepingCapacity: true)
    }

    /// Tells the beginning of a line that is too long to be held.
    private mutating func cutHeld(at now: Duration) {
        var rest = held[...]
        while rest.count > lineLimit {
            let piece = rest.prefix(LinePiece.length(of: rest, limit: lineLimit))
            rest = rest.dropFirst(piece.count)
            if allowance.take(at: now) { told.lines.append(OutputText.text(piece) + "…") } else { leaveOut(at: now) }
        }
        if rest.count < held.count { held = Array(rest) }
    }

    private mutating func leaveOut(at now: Duration) {
        told.leftOut += 1
        if leftOutSince == nil { leftOutSince = now }
    }
}

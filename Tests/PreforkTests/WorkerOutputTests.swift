import Testing

@testable import Prefork

@Suite("What a worker writes")
struct WorkerOutputTests {
    private var output = WorkerOutput()
    private var now = Duration.seconds(100)

    private mutating func write(_ text: String) { output.take(Array(text.utf8), at: now) }

    private mutating func told() -> OutputReport? {
        now += WorkerOutput.hold
        return output.due(at: now)
    }

    private mutating func end(inPeace: Bool = false) -> (before: OutputReport?, lastWords: String) {
        output.end(inPeace: inPeace, at: now)
    }

    @Test("nobody need look where nothing is written")
    mutating func silence() {
        #expect(output.deadline == nil)
        write("a\n")
        #expect(output.deadline == now + WorkerOutput.hold)
        _ = told()
        #expect(output.deadline == nil)
    }

    @Test("is held for a moment, and then told line by line")
    mutating func lines() {
        write("one\ntw")
        write("o\n\nthree\n")
        let (early, due, late) = (output.due(at: now), told(), told())
        #expect(early == nil)
        #expect(due == OutputReport(lines: ["one", "two", "three"]))
        #expect(late == nil)
    }

    @Test("waits for the end of a line that has none yet")
    mutating func unfinished() {
        write("one\ntw")
        let first = told()
        #expect(first == OutputReport(lines: ["one"]))
        write("o\n")
        let second = told()
        #expect(second == OutputReport(lines: ["two"]))
    }

    @Test("belongs to the death that follows it, the unfinished line too")
    mutating func death() {
        write("a warning\n")
        let first = told()
        #expect(first == OutputReport(lines: ["a warning"]))
        write("Fatal error\n#0 here")
        let (before, lastWords) = end()
        #expect(before == nil)
        #expect(lastWords == "Fatal error\n#0 here")
    }

    @Test("is told like any other where a worker ends in peace")
    mutating func peace() {
        write("good\nbye")
        let (before, lastWords) = end(inPeace: true)
        #expect(before == OutputReport(lines: ["good", "bye"]))
        #expect(lastWords == "")
    }

    @Test("has at most so much kept of it, and what came before is told as lines")
    mutating func tail() {
        let lines = (0..<20).map { "\($0) " + String(repeating: "x", count: 500) }
        write(lines.joined(separator: "\n") + "\n")
        let (before, lastWords) = end()
        #expect(lastWords.utf8.count <= WorkerOutput.heldLimit)
        #expect(lastWords.utf8.count > WorkerOutput.heldLimit - WorkerOutput.lineLimit)
        let told = before?.lines ?? []
        #expect(told + lastWords.split(separator: "\n").map(String.init) == lines)
        #expect(!told.isEmpty)
    }

    @Test("is cut where a line is too long, and not inside a character", arguments: ["x", "é", "…", "🙂"])
    mutating func longLine(character: String) {
        let line = String(repeating: character, count: 3_000 / character.utf8.count)
        write(line + "\n")
        let pieces = told()?.lines ?? []
        #expect(pieces.count == 4)
        #expect(pieces.joined() == line)
        #expect(pieces.allSatisfy { $0.utf8.count <= WorkerOutput.lineLimit })
    }

    @Test("may be no text at all: every byte is taken and told in bounded pieces")
    mutating func bytes() {
        output.take([UInt8](repeating: 0x80, count: 30_000), at: now)
        let report = end(inPeace: true).before
        #expect(report?.lines.joined() == String(repeating: "\\x80", count: 30_000))
    }

    @Test("has a burst of lines in the log, then few in a second, and the rest is counted")
    mutating func flood() {
        for number in 0..<5_000 { write("\(number)\n") }
        let report = told()
        #expect(report?.lines.prefix(LineAllowance.burst).map { $0 } == (0..<LineAllowance.burst).map(String.init))
        #expect((report?.lines.count ?? 0) + (report?.leftOut ?? 0) == 5_000)
        for number in 0..<1_000 { write("\(number)\n") }
        let next = told()
        #expect((next?.lines.count ?? 0) <= 10)
        #expect((next?.lines.count ?? 0) + (next?.leftOut ?? 0) == 1_000)
        now += .seconds(60)
        write("at last\n")
        let last = told()
        #expect(last == OutputReport(lines: ["at last"]))
    }

    @Test("is not read on without end while it floods")
    mutating func unread() {
        let line = String(repeating: "x", count: 1_023) + "\n"
        for _ in 0..<1_023 { write(line) }
        #expect(!output.isFlood)
        write(line)
        #expect(output.isFlood)
        _ = told()
        #expect(!output.isFlood)
    }
}

import Prefork
import Testing

@testable import Handlers

@Suite("The lines of a program")
struct ProgramOutputTests {
    private func take(_ output: inout ProgramOutput, _ text: String, at now: Duration = .zero) {
        Array(text.utf8).withUnsafeBytes { output.take($0, at: now) }
    }

    @Test("are told when they end, and the last one at the end of the program")
    func lines() {
        var output = ProgramOutput(lineLimit: 100)
        take(&output, "one\ntw")
        #expect(output.due(at: .zero) == OutputReport(lines: ["one"]))
        #expect(output.due(at: .zero) == nil)
        take(&output, "o\n\nthr")
        take(&output, "ee")
        #expect(output.due(at: .zero) == OutputReport(lines: ["two"]))
        #expect(output.end(at: .zero) == OutputReport(lines: ["three"]))
        #expect(output.end(at: .zero) == nil)
    }

    @Test(
        "are cut where they are too long, between characters, marked, and with nothing lost", arguments: [1, 3, 7, 500])
    func long(chunk: Int) {
        var output = ProgramOutput(lineLimit: 10)
        let line = String(repeating: "aé€😀", count: 20)
        var bytes = Array((line + "\nshort\n").utf8)[...]
        while !bytes.isEmpty {
            Array(bytes.prefix(chunk)).withUnsafeBytes { output.take($0, at: .zero) }
            bytes = bytes.dropFirst(chunk)
        }
        let told = output.end(at: .zero)?.lines ?? []
        #expect(told.last == "short")
        let pieces = told.dropLast()
        #expect(pieces.dropLast().allSatisfy { $0.hasSuffix("…") && $0.dropLast().utf8.count <= 10 })
        #expect(pieces.joined().replacing("…", with: "") == line)
    }

    @Test("are limited, and how many are left out is told at the end, or after a while")
    func flood() {
        var output = ProgramOutput(lineLimit: 100)
        take(&output, String(repeating: "x\n", count: 150))
        #expect(output.due(at: .zero)?.lines.count == 100)
        take(&output, "y\n", at: .seconds(1))
        #expect(output.due(at: .seconds(1)) == OutputReport(lines: ["y"]))
        take(&output, "z\n", at: .seconds(11))
        #expect(output.due(at: .seconds(11)) == OutputReport(lines: ["z"], leftOut: 50))
        #expect(output.end(at: .seconds(12)) == nil)
        take(&output, String(repeating: "x\n", count: 150), at: .seconds(12))
        #expect(output.end(at: .seconds(12))?.leftOut == 50)
    }

    static let texts: [([UInt8], String)] = [
        (Array("plain é\t".utf8), "plain é\t"), ([0x61, 0xFF, 0x62], "a\\xFFb"), ([0xC3], "\\xC3"),
        ([0x1B, 0x5B, 0x6D, 0x00, 0x7F], "\\x1B[m\\x00\\x7F"), ([0xE2, 0x82, 0x61], "\\xE2\\x82a"),
        ([0xF0, 0x9F, 0x98, 0x80, 0x80], "😀\\x80"), ([], ""),
        ([0xC2, 0x9B, 0xC2, 0xA0, 0xE2, 0x80, 0xA8], "\\xC2\\x9B\u{A0}\\xE2\\x80\\xA8"),
    ]

    @Test("keep every byte", arguments: texts)
    func bytes(bytes: [UInt8], text: String) {
        #expect(OutputText.text(bytes[...]) == text)
    }
}

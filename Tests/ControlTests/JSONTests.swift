import LinuxSystem
import Testing

@testable import Control

@Suite("JSON of the replies")
struct JSONTests {
    @Test(
        "what is written reads back as it was",
        arguments: [
            JSON.null, .bool(true), .integer(.min), .integer(.max), .decimal(0.25), .decimal(1e300),
            .string("\"\\\n\t\u{0}\u{7F}\u{1B}[31m\u{9B}31m\u{2028} ü 🙂"), .array([]), .object([]),
            .array([.integer(1), .array([.null]), .object([JSON.Member("a b", .bool(false))])]),
        ])
    func roundTrip(value: JSON) throws {
        #expect(try JSONReader.read(value.text.utf8) == value)
        let controls = value.text.unicodeScalars.filter(\.isControl)
        #expect(controls.isEmpty, "one line, and nothing that moves a cursor")
    }

    @Test("what is shown of a reply steers no terminal, however deep it lies")
    func withoutControls() {
        let reply = JSON.object([JSON.Member("a", .array([.string("\u{1B}[2J\u{9B}2J"), .integer(1)]))])
        #expect(
            reply.withoutControls
                == .object([JSON.Member("a", .array([.string("\\u{1b}[2J\\u{9b}2J"), .integer(1)]))]))
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", " ", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "01x", "+1", "1e999", "tru", "nullx", "\"",
            "\"\\u12\"",
            "\"\\ud800\"", "\"\\x\"", "[1] 2", "\"\u{1}\"", String(repeating: "[", count: 100),
        ])
    func malformed(text: String) {
        #expect(throws: JSONReader.Malformed.self) { try JSONReader.read(text.utf8) }
    }

    @Test("a number that is none is written as null")
    func notANumber() {
        #expect(JSON.array([.decimal(.nan), .decimal(.infinity)]).text == "[null,null]")
    }
}

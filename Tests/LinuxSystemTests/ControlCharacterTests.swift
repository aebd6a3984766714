import LinuxSystem
import Testing

@Suite("Control characters")
struct ControlCharacterTests {
    @Test("are spelled out, and nothing else is")
    func spelled() {
        #expect("\u{1B}[31m\u{9B}1m\n\t\u{7F}\u{2028}".withoutControls == "\\u{1b}[31m\\u{9b}1m\\n\\t\\u{7f}\\u{2028}")
        #expect("plain é 😀\u{A0}\\".withoutControls == "plain é 😀\u{A0}\\")
    }
}

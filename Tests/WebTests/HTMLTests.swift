import Testing

@testable import Web

@Suite("HTML")
struct HTMLTests {
    @Test(
        "whatever a string holds, it gets into HTML as text",
        arguments: [
            ("</script><img src=x onerror=alert(1)>", "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"),
            ("\" onload=\"x", "&quot; onload=&quot;x"), ("'&amp;'", "&#39;&amp;amp;&#39;"), ("ä\u{202E}", "ä\u{202E}"),
            ("", ""),
        ])
    func strings(text: String, expected: String) {
        let html: HTML = "<b title=\"\(text)\">\(text)</b>"
        #expect(html.description == "<b title=\"\(expected)\">\(expected)</b>")
    }

    @Test("HTML gets into HTML as it is")
    func nested() {
        let inner: HTML = "<i>\("<")</i>"
        let outer: HTML = "<b>\(inner)\(HTML.each([1, 2]) { "<u>\($0)</u>" })</b>"
        #expect(outer.description == "<b><i>&lt;</i><u>1</u><u>2</u></b>")
    }

    @Test("an optional that has a value is no string of its own")
    func hidden() {
        let html: HTML = "<p\(HTML.hidden(true))><p\(HTML.hidden(false))>"
        #expect(html.description == "<p hidden><p>")
    }

    @Test(
        "numbers are in groups of three",
        arguments: [(0, "0"), (999, "999"), (1_000, "1 000"), (-12_345_678, "-12 345 678"), (1_000_000, "1 000 000")])
    func counts(value: Int, expected: String) {
        #expect(Figures.count(value) == expected.split(separator: " ").joined(separator: "\u{202F}"))
    }

    @Test(
        "rates have a tenth where that is much of them",
        arguments: [(0, "0"), (0.25, "0.3"), (9.96, "10"), (99.4, "99.4"), (1_234.5, "1\u{202F}235")])
    func rates(value: Double, expected: String) {
        #expect(Figures.rate(value) == expected)
    }

    @Test(
        "sizes have the unit that makes them short",
        arguments: [(0, "0 B"), (1_023, "1023 B"), (1_024, "1 KiB"), (1_600_000, "1.5 MiB"), (1 << 62, "4096 PiB")])
    func sizes(value: Int, expected: String) {
        #expect(Figures.bytes(value) == expected.split(separator: " ").joined(separator: "\u{A0}"))
    }
}

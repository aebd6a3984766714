/// Text in HTML. Strings get into it only as text, whatever they hold; literals and other HTML as they are.
struct HTML: ExpressibleByStringInterpolation, CustomStringConvertible, Sendable {
    let description: String

    init(stringLiteral text: String) {
        description = text
    }

    init(stringInterpolation parts: Parts) {
        description = parts.text
    }

    private init(joined parts: [HTML]) {
        description = parts.map(\.description).joined()
    }

    static func + (one: HTML, two: HTML) -> HTML { HTML(joined: [one, two]) }

    static func each<Element>(_ elements: some Sequence<Element>, _ part: (Element) -> HTML) -> HTML {
        HTML(joined: elements.map(part))
    }

    /// What hides an element.
    static func hidden(_ isHidden: Bool) -> HTML { isHidden ? " hidden" : "" }

    struct Parts: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ html: HTML) { text += html.description }
        mutating func appendInterpolation(_ value: some CustomStringConvertible) { text += HTML.escaped("\(value)") }
    }

    /// Fit for an attribute in quotes too.
    private static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

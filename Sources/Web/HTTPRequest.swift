/// What of a request matters here: RFC 9112, without a body.
package struct HTTPRequest: Hashable, Sendable {
    package let method: String
    /// Without the query.
    package let path: String
    /// Whom it asks; nil where it says nothing of that, which no browser does.
    package let authority: HTTPAuthority?

    /// - Parameter head: all before the empty line, without the LF before it.
    init(head: some Collection<UInt8>) throws(HTTPStatus) {
        let lines = try Self.lines(head)
        guard let first = lines.first else { throw .badRequest }
        let (target, version): (HTTPTarget, Version)
        (method, target, version) = try Self.requestLine(first)
        var fields = HTTPFraming()
        for line in lines.dropFirst() { try fields.take(line) }
        try fields.check(needsHost: version == .http11)
        path = target.path
        // RFC 9112, 3.2.2: what the target says wins.
        let host = target.authority ?? fields.host
        authority = try host.flatMap { text throws(HTTPStatus) in text.isEmpty ? nil : try HTTPAuthority(text) }
    }

    private enum Version { case http10, http11 }

    /// A line ends with CR and LF, or with LF alone, as people type it: RFC 9112, 2.2. Nothing comes after this request, so
    /// nobody can be told another one by reading the lines differently.
    private static func lines(_ head: some Collection<UInt8>) throws(HTTPStatus) -> [ArraySlice<UInt8>] {
        let lines = Array(head).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        guard lines.allSatisfy({ !$0.contains(UInt8(ascii: "\r")) && !$0.contains(0) }) else { throw .badRequest }
        return lines
    }

    private static func requestLine(_ line: ArraySlice<UInt8>) throws(HTTPStatus) -> (String, HTTPTarget, Version) {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(\.isToken), !words[1].isEmpty,
            words[1].allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .badRequest }
        let target = try HTTPTarget(String(decoding: words[1], as: UTF8.self))
        return (String(decoding: words[0], as: UTF8.self), target, try version(words[2]))
    }

    private static func version(_ word: ArraySlice<UInt8>) throws(HTTPStatus) -> Version {
        let name = Array("HTTP/".utf8)
        let number = Array(word.dropFirst(name.count))
        guard word.starts(with: name), number.count == 3, number[0].isDigit, number[1] == UInt8(ascii: "."),
            number[2].isDigit
        else { throw .badRequest }
        guard number[0] == UInt8(ascii: "1") else { throw .versionNotSupported }
        // A higher minor version is understood by who knows a lower one.
        return number[2] == UInt8(ascii: "0") ? .http10 : .http11
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// What names of methods and fields consist of: RFC 9110, 5.6.2.
    var isToken: Bool {
        let lower = self | 0x20
        return isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower)
            || "!#$%&'*+-.^_`|~".utf8.contains(self)
    }
}

/// What a request asks for, as its first line has it: RFC 9112, 3.2.
struct HTTPTarget {
    /// Without the query.
    let path: String
    /// Only a proxy is told it here, but a server has to understand that too.
    let authority: String?

    private static let scheme = "http://"

    init(_ text: String) throws(HTTPStatus) {
        var path = text[...]
        if text.prefix(Self.scheme.count).lowercased() == Self.scheme {
            let rest = text.dropFirst(Self.scheme.count)
            path = rest.drop { $0 != "/" && $0 != "?" }
            // What has a name in it has to have one.
            guard path.startIndex > rest.startIndex else { throw .badRequest }
            authority = String(rest[..<path.startIndex])
            if path.first != "/" { path = "/" + path }
        } else {
            authority = nil
        }
        guard path.first == "/" || path == "*" else { throw .badRequest }
        self.path = String(path.prefix { $0 != "?" })
    }
}

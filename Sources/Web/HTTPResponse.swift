internal import LinuxSystem

/// An answer, after which the connection ends.
package struct HTTPResponse: Sendable {
    package let status: HTTPStatus
    package var fields: [(name: String, value: String)] = []
    package let type: String
    package let body: [UInt8]

    package static let plainText = "text/plain; charset=utf-8"

    package init(_ status: HTTPStatus, type: String, body: String) {
        self.init(status, type: type, body: Array(body.utf8))
    }

    package init(_ status: HTTPStatus, type: String, body: [UInt8]) {
        self.status = status
        self.type = type
        self.body = body
    }

    /// An answer that says no more than what it is, and why.
    package init(_ status: HTTPStatus, because reason: String? = nil) {
        let words = reason.map { ": \($0)" } ?? ""
        self.init(status, type: Self.plainText, body: "\(status.rawValue) \(status.phrase)\(words)\n")
    }

    /// - Parameter withBody: false for HEAD, which is told all of it but the body.
    package func bytes(withBody: Bool, at seconds: Int) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status.rawValue) \(status.phrase)", "Date: \(WallClock.httpDate(seconds))"]
        lines += fields.map { "\($0.name): \($0.value)" }
        lines += [
            "Content-Type: \(type)", "Content-Length: \(body.count)", "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff", "Connection: close", "", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8) + (withBody ? body : [])
    }
}

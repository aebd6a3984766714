import LinuxSystem

/// What a web server says to one request.
struct WebAnswer {
    let status: Int
    let head: String
    let body: String

    static func get(_ path: String, from address: SocketAddress) throws -> WebAnswer {
        try WebAnswer(to: "GET \(path) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n\r\n", from: address)
    }

    init(to request: String, from address: SocketAddress) throws {
        let client = try TestClient(address)
        try client.send(request)
        let text = try client.receiveToEnd()
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = text.split(separator: " ", maxSplits: 2)
        guard parts.count == 2, words.count == 3, let status = Int(words[1]) else {
            throw Absent(wanted: "an answer in \"\(text)\"", limit: nil)
        }
        (self.status, head, body) = (status, String(parts[0]), String(parts[1]))
    }
}

import Testing

@testable import Web

@Suite("Requests")
struct RequestTests {
    private func read(_ text: String) -> HTTPRequestReader.Outcome? {
        var reader = HTTPRequestReader()
        return reader.take(Array(text.utf8))
    }

    private func refusal(_ text: String) -> HTTPStatus? {
        if case .refused(let status) = read(text) { status } else { nil }
    }

    @Test(
        "what browsers, scrapers and proxies send is understood",
        arguments: [
            ("GET /metrics HTTP/1.1\r\nHost: a:1\r\nAccept: */*\r\nX-Empty:\r\n\r\n", "GET", "/metrics"),
            ("GET /metrics HTTP/1.0\r\n\r\n", "GET", "/metrics"),
            ("HEAD /?a=/b HTTP/1.1\r\nhOsT:\r\n\r\nmore", "HEAD", "/"),
            ("GET HTTP://a:1/metrics?x HTTP/1.1\r\nHost: a:1\r\n\r\n", "GET", "/metrics"),
            ("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/"),
            ("GET /a HTTP/1.0\n\n", "GET", "/a"), ("GET /b HTTP/1.1\nHost: a\nAccept: */*\n\n", "GET", "/b"),
            ("GET /c HTTP/1.1\r\nHost: a\n\r\n", "GET", "/c"), ("GET /d HTTP/1.1\nHost: a\r\n\nX", "GET", "/d"),
            ("OPTIONS * HTTP/1.9\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "OPTIONS", "*"),
        ])
    func understood(text: String, method: String, path: String) throws {
        guard case .request(let request) = read(text) else {
            Issue.record("\(String(describing: read(text)))")
            return
        }
        #expect(request.method == method && request.path == path)
    }

    @Test(
        "what is no request is refused",
        arguments: [
            "\r\n\r\n", "GET /\r\n\r\n", "GET  / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0 \r\n\r\n",
            " GET / HTTP/1.0\r\n\r\n",
            "G(T / HTTP/1.0\r\n\r\n", "GET a HTTP/1.0\r\n\r\n", "GET /\u{7F} HTTP/1.0\r\n\r\n",
            "GET / http/1.0\r\n\r\n",
            "GET / HTTP/11\r\n\r\n", "GET / HTTP/1.0\r\nA: b\r\r\n\r\n", "\n\n", "\nGET / HTTP/1.0\n\n",
            "GET / HTTP/1.0\r\nA: b\rc\r\n\r\n",
            "GET / HTTP/1.0\r\nA: \0\r\n\r\n", "GET / HTTP/1.0\r\nA : b\r\n\r\n",
            "GET / HTTP/1.0\r\nA: b\r\n c\r\n\r\n",
            "GET / HTTP/1.0\r\nA\r\n\r\n", "GET / HTTP/1.0\r\n: b\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\nContent-Length: -1\r\n\r\n",
            "GET / HTTP/1.0\r\nContent-Length:\r\n\r\n",
            "GET / HTTP/1.0\r\nContent-Length: 0\r\nContent-Length: 1\r\n\r\n",
            "GET / HTTP/1.0\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET http:// HTTP/1.0\r\n\r\n", "GET http:///metrics HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.0\r\nHost: a@localhost\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: [::1\r\n\r\n", "GET / HTTP/1.0\r\nHost: [localhost]\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: a:b\r\n\r\n", "GET / HTTP/1.0\r\nHost: :80\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: [::1]80\r\n\r\n",
        ])
    func refused(text: String) {
        #expect(refusal(text) == .badRequest)
    }

    @Test("a body, a head that is too long and another HTTP have refusals of their own")
    func others() {
        #expect(refusal("POST / HTTP/1.0\r\nContent-Length: 1\r\n\r\n") == .contentTooLarge)
        #expect(refusal("POST / HTTP/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n") == .contentTooLarge)
        #expect(refusal("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") == .contentTooLarge)
        #expect(refusal("PRI * HTTP/2.0\r\n\r\n") == .versionNotSupported)
        let long = String(repeating: "a", count: HTTPRequestReader.longestHead)
        #expect(refusal("GET /\(long) HTTP/1.0\r\n\r\n") == .targetTooLong)
        #expect(refusal("GET / HTTP/1.0\r\nA: \(long)\r\n\r\n") == .headTooLarge)
    }

    @Test(
        "a head of just the longest size is read, in whatever pieces it comes, and one byte more is too large",
        arguments: [1, 2, 3, 7, 8_192], ["\r\n", "\n"])
    func pieces(size: Int, lineEnd: String) {
        let longest = HTTPRequestReader.longestHead
        guard case .request = outcome(ofHead: longest, inPiecesOf: size, lineEnd) else {
            Issue.record("a head of \(longest) bytes is refused")
            return
        }
        #expect(outcome(ofHead: longest + 1, inPiecesOf: size, lineEnd) == .refused(.headTooLarge))
    }

    private func outcome(ofHead length: Int, inPiecesOf size: Int, _ lineEnd: String) -> HTTPRequestReader.Outcome? {
        let frame = "GET / HTTP/1.0\(lineEnd)A: \(lineEnd)\(lineEnd)"
        let padding = String(repeating: "a", count: length - frame.utf8.count)
        let bytes = Array("GET / HTTP/1.0\(lineEnd)A: \(padding)\(lineEnd)\(lineEnd)".utf8)
        var reader = HTTPRequestReader()
        var outcome: HTTPRequestReader.Outcome?
        for start in stride(from: 0, to: bytes.count, by: size) {
            #expect(outcome == nil)
            outcome = reader.take(bytes[start..<min(bytes.count, start + size)])
        }
        return outcome
    }

    @Test("an end before the request's is a bad request, and one before anything is none")
    func ends() {
        var reader = HTTPRequestReader()
        #expect(reader.take([]) == .gone)
        #expect(reader.take(Array("GET ".utf8)) == nil)
        #expect(reader.take([]) == .refused(.badRequest))
    }

    @Test("an answer to HEAD says how long that to GET would be")
    func head() {
        let response = HTTPResponse(.ok, type: HTTPResponse.plainText, body: "hello")
        let (whole, head) = (
            response.bytes(withBody: true, at: 784_111_777), response.bytes(withBody: false, at: 784_111_777)
        )
        #expect(whole == head + Array("hello".utf8))
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.first == "HTTP/1.1 200 OK" && lines.suffix(2) == ["", ""])
        #expect(lines.contains("Date: Sun, 06 Nov 1994 08:49:37 GMT"))
        #expect(lines.contains("Content-Length: 5") && lines.contains("Connection: close"))
    }
}

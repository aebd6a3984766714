import Prefork
import Testing

@Suite("The spelling of addresses")
struct ListenAddressTests {
    static let good: [(text: String, address: ListenAddress)] = [
        ("127.0.0.1:7890", .host("127.0.0.1", port: 7890)),
        ("[::1]:7890", .host("::1", port: 7890)),
        ("[fe80::1]:1", .host("fe80::1", port: 1)),
        ("localhost:0", .host("localhost", port: 0)),
        ("example.org:65535", .host("example.org", port: 65_535)),
        ("*:9418", .any(port: 9418)),
        ("unix:/run/a.sock", .unixPath("/run/a.sock")),
        ("unix:/run/with:colon", .unixPath("/run/with:colon")),
        ("unix:@name", .unixAbstract("name")),
        ("unix:@/not/a/path", .unixAbstract("/not/a/path")),
        ("systemd:web", .systemd("web")),
        ("unix:/" + String(repeating: "x", count: 106), .unixPath("/" + String(repeating: "x", count: 106))),
    ]

    @Test("each form is read, and written as it was spelled", arguments: good)
    func reads(row: (text: String, address: ListenAddress)) throws {
        #expect(try ListenAddress(row.text) == row.address)
        #expect(row.address.description == row.text)
    }

    private static let forms = "expected HOST:PORT, [V6]:PORT, *:PORT, unix:/PATH, unix:@NAME or systemd:NAME"

    static let bad: [(text: String, message: String)] = [
        ("", forms),
        ("7890", forms),
        ("localhost", forms),
        ("*", forms),
        ("localhost:", "\"\" is not a port: 0 to 65535"),
        ("localhost:http", "\"http\" is not a port: 0 to 65535"),
        ("localhost:65536", "\"65536\" is not a port: 0 to 65535"),
        ("localhost:-1", "\"-1\" is not a port: 0 to 65535"),
        ("localhost:+1", "\"+1\" is not a port: 0 to 65535"),
        ("localhost: 1", "\" 1\" is not a port: 0 to 65535"),
        ("localhost:٣", "\"٣\" is not a port: 0 to 65535"),
        ("*:x", "\"x\" is not a port: 0 to 65535"),
        (":80", "no host before \":80\"; every address is *:80"),
        ("::1:80", "an IPv6 address is written in brackets: [::1]:80"),
        ("[]:80", "\"\" is not an IPv6 address"),
        ("[127.0.0.1]:80", "\"127.0.0.1\" is not an IPv6 address"),
        ("[localhost]:80", "\"localhost\" is not an IPv6 address"),
        ("[::g]:80", "\"::g\" is not an IPv6 address"),
        ("unix:", "\"unix:\" needs an absolute path or @NAME"),
        ("unix:@", "\"unix:\" needs an absolute path or @NAME"),
        ("unix:/", "\"unix:\" needs an absolute path or @NAME"),
        ("unix:run/a.sock", "\"unix:\" needs an absolute path or @NAME"),
        ("unix:/" + String(repeating: "x", count: 107), "a UNIX address has at most 107 bytes"),
        ("unix:@" + String(repeating: "x", count: 107), "a UNIX address has at most 107 bytes"),
        ("systemd:", "\"systemd:\" needs the name of a passed socket"),
        ("systemd:a:b", "\"systemd:\" needs the name of a passed socket"),
    ]

    @Test("what is none of the forms is told why", arguments: bad)
    func refuses(row: (text: String, message: String)) {
        let error = #expect(throws: ListenAddress.SyntaxError.self) { try ListenAddress(row.text) }
        #expect(error?.description == row.message)
    }

    @Test("a listener on a text that is no address names it and the reason")
    func listener() {
        let error = #expect(throws: ListenerError.self) { _ = try Listener("localhost:http") }
        #expect(error?.description == "localhost:http: \"http\" is not a port: 0 to 65535")
    }
}

import LinuxSystem
import Testing

@testable import Web

@Suite("Names by which a listener is asked")
struct OwnNamesTests {
    private static let loopback = ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"]

    private func isAnswered(_ host: String, at ip: String, more: [String] = []) throws -> Bool {
        let local = try #require(SocketAddress(ip: ip, port: 9_791))
        return OwnNames(more).include(try HTTPAuthority(host), at: local, machine: "Box.example.org")
    }

    @Test(
        "localhost answers to itself, to its machine and to addresses, whatever the port",
        arguments: [
            "localhost", "LOCALHOST:9791", "localhost.", "status.localhost:80", "127.0.0.1:9791", "[::1]:9791",
            "192.0.2.1", "[2001:db8::1]", "box", "box.example.org:", "BOX.EXAMPLE.ORG.",
        ], loopback)
    func own(host: String, ip: String) throws {
        #expect(try isAnswered(host, at: ip))
    }

    @Test(
        "localhost answers to no other name, however it looks",
        arguments: [
            "evil.example", "evil.example:9791", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example",
            "0x7f.1", "127.1", "1.box", "other.example.org", "example.org", ".", "%6cocalhost",
        ], loopback)
    func strange(host: String, ip: String) throws {
        #expect(try !isAnswered(host, at: ip))
    }

    @Test("a name that is allowed is one of its own, and no other with it")
    func allowed() throws {
        #expect(try isAnswered("Status.Example.org:443", at: "127.0.0.1", more: ["status.example.ORG"]))
        #expect(try !isAnswered("a.status.example.org", at: "127.0.0.1", more: ["status.example.org"]))
    }

    @Test("a listener that others reach, or one on a UNIX path, answers to any name")
    func elsewhere() throws {
        #expect(try isAnswered("proxy.example", at: "192.0.2.1") && isAnswered("proxy.example", at: "2001:db8::1"))
        let path = try SocketAddress(unixPath: "/run/status.sock")
        #expect(OwnNames([]).include(try HTTPAuthority("proxy.example"), at: path))
    }

    @Test("who names nobody is no browser")
    func nobody() throws {
        let local = try #require(SocketAddress(ip: "127.0.0.1", port: 1))
        #expect(OwnNames([]).include(nil, at: local))
    }

    @Test("the machine has a name")
    func machine() throws {
        let name = try #require(HostName.current)
        let local = try #require(SocketAddress(ip: "127.0.0.1", port: 1))
        #expect(OwnNames([]).include(try HTTPAuthority(name), at: local))
    }
}

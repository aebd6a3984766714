import LinuxSystem
import Testing

@Suite("IP addresses")
struct SocketAddressTests {
    @Test(
        "an address is read in its usual spellings and written in one",
        arguments: [
            ("127.0.0.1", 7890, "127.0.0.1:7890"),
            ("255.255.255.255", 65_535, "255.255.255.255:65535"),
            ("0.0.0.0", 0, "0.0.0.0:0"),
            ("::1", 7890, "[::1]:7890"),
            ("::", 1, "[::]:1"),
            ("2001:DB8:0:0:0:0:0:7", 80, "[2001:db8::7]:80"),
            // An IPv4 client of a socket for both families shows as IPv4.
            ("::ffff:192.0.2.7", 80, "192.0.2.7:80"),
            ("::FFFF:C000:0207", 80, "192.0.2.7:80"),
            // These are IPv6 and no more.
            ("::192.0.2.7", 80, "[::192.0.2.7]:80"),
            ("::ffff:0:c000:207", 80, "[::ffff:0:c000:207]:80"),
        ] as [(String, UInt16, String)])
    func text(ip: String, port: UInt16, expected: String) throws {
        let address = try #require(SocketAddress(ip: ip, port: port))
        #expect(address.description == expected)
        #expect(address.port == port)
        #expect(address.family == (ip.contains(":") ? .ipv6 : .ipv4))
        #expect(address.unixName == nil)
        let shown = try #require(address.ip)
        #expect(expected == "\(shown):\(port)" || expected == "[\(shown)]:\(port)")
    }

    @Test(
        "what is no address in numbers is refused, without a lookup",
        arguments: ["", "localhost", "127.0.0", "127.0.0.256", "[::1]", "::1%lo", "1:2", " 127.0.0.1", "127.0.0.1:80"])
    func refused(ip: String) {
        #expect(SocketAddress(ip: ip, port: 80) == nil)
    }

    @Test("addresses are equal where address, port and family are")
    func equality() throws {
        let address = try #require(SocketAddress(ip: "127.0.0.1", port: 80))
        #expect(address == SocketAddress(ip: "127.0.0.1", port: 80))
        let others =
            [("127.0.0.1", 81), ("127.0.0.2", 80), ("::ffff:127.0.0.1", 80), ("::1", 80)] as [(String, UInt16)]
        for (ip, port) in others { #expect(address != SocketAddress(ip: ip, port: port)) }
        let all = others.compactMap { SocketAddress(ip: $0, port: $1) } + [address, address]
        #expect(Set(all).count == 5)
    }

    @Test(
        "the bytes of an address are the whole of it",
        arguments: ["127.0.0.1", "255.1.2.3", "0.0.0.0", "::1", "2001:db8::ffff:7", "::ffff:192.0.2.7"])
    func bytes(ip: String) throws {
        let address = try #require(SocketAddress(ip: ip, port: 40_001))
        let parts = try #require(address.ipBytes)
        #expect(parts.port == 40_001)
        #expect(SocketAddress(ipBytes: parts.bytes, port: parts.port, family: parts.family) == address)
    }

    @Test("one numeric address needs no resolver, and a name that is none is told in the resolver's words")
    func lookup() throws {
        let found = try HostLookup().addresses(of: "::1", port: 80)
        #expect(found.map(\.description) == ["[::1]:80"])
        let local = try HostLookup().addresses(of: "localhost", port: 80)
        #expect(local.contains { $0.ip == "127.0.0.1" || $0.ip == "::1" })
        #expect(Set(local).count == local.count)
        #expect(throws: LookupError.self) { try HostLookup().addresses(of: "not a name", port: 80) }
    }
}

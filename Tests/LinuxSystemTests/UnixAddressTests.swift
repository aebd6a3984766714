import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("UNIX addresses")
struct UnixAddressTests {
    @Test("a path and an abstract name are written as a listen key spells them")
    func text() throws {
        let path = try SocketAddress(unixPath: "/run/a.sock")
        #expect(path.description == "unix:/run/a.sock")
        #expect(path.unixName == "/run/a.sock")
        let name = try SocketAddress(unixAbstract: "name")
        #expect(name.description == "unix:@name")
        #expect(name.unixName == "@name")
        #expect(path != name)
        for address in [path, name] {
            #expect(address.family == .unix)
            #expect(address.ip == nil)
            #expect(address.port == nil)
            #expect(address.ipBytes == nil)
        }
    }

    @Test("the longest path has 107 bytes, and so has the longest name")
    func longest() throws {
        let longest = "/" + String(repeating: "a", count: 106)
        #expect(try SocketAddress(unixPath: longest).unixName == longest)
        #expect(throws: Errno.fileNameTooLong) { try SocketAddress(unixPath: longest + "a") }
        let umlauts = "/" + String(repeating: "ü", count: 53)
        #expect(try SocketAddress(unixPath: umlauts).unixName == umlauts)
        #expect(throws: Errno.fileNameTooLong) { try SocketAddress(unixPath: umlauts + "ü") }
        let name = String(repeating: "n", count: 107)
        #expect(try SocketAddress(unixAbstract: name).unixName == "@" + name)
        #expect(throws: Errno.fileNameTooLong) { try SocketAddress(unixAbstract: name + "n") }
    }

    @Test("an empty path and an empty name are none")
    func empty() {
        #expect(throws: Errno.invalidArgument) { try SocketAddress(unixPath: "") }
        #expect(throws: Errno.invalidArgument) { try SocketAddress(unixAbstract: "") }
    }

    @Test("the kernel tells a bound address back as it was made, and a client without one has no name")
    func kernel() throws {
        let folder = try TemporaryFolder()
        let abstract = "preforkd-test-\(folder.path.split(separator: "/").last ?? "")"
        let addresses = [
            try SocketAddress(unixPath: folder.path("socket")), try SocketAddress(unixAbstract: abstract),
        ]
        for address in addresses {
            let listener = try Socket.make(.unix)
            try Socket.bind(listener, to: address)
            try Socket.listen(listener, backlog: 1)
            #expect(try Socket.localAddress(listener.rawValue) == address)
            let client = try Socket.make(.unix)
            try Socket.connect(client, to: address)
            var peer = SocketAddress()
            _ = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
            #expect(peer.unixName == nil)
            #expect(peer.description == "unix:")
            #expect(peer.family == .unix)
        }
    }
}

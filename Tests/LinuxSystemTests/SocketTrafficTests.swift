import SystemPackage
import Testing

@testable import LinuxSystem

@Suite("The kernel's count of a connection's bytes")
struct SocketTrafficTests {
    @Test("is exact before and after the other end's end; a UNIX socket has none")
    func counts() throws {
        let listener = try Socket.make(.ipv4)
        try Socket.bind(listener, to: try #require(SocketAddress(ip: "127.0.0.1", port: 0)))
        try Socket.listen(listener, backlog: 1)
        let client = try Socket.make(.ipv4)
        try Socket.connect(client, to: try Socket.localAddress(listener.rawValue))
        var peer = SocketAddress()
        let server = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
        _ = try [UInt8](repeating: 1, count: 1_000).withUnsafeBytes { try Socket.send(client.rawValue, $0) }
        _ = try [UInt8](repeating: 1, count: 10).withUnsafeBytes { try Socket.send(server.rawValue, $0) }
        _ = try server.waitReadable(timeout: .seconds(20))
        let before = try #require(SocketTraffic(server.rawValue))
        #expect(before.received == 1_000 && before.sent == 10)
        try Socket.closeWriting(client.rawValue)
        var buffer = [UInt8](repeating: 0, count: 2_000)
        let first = try buffer.withUnsafeMutableBytes { try Socket.receive(server.rawValue, into: $0) }
        let last = try buffer.withUnsafeMutableBytes { try Socket.receive(server.rawValue, into: $0) }
        #expect(first == 1_000 && last == 0)
        let after = try #require(SocketTraffic(server.rawValue))
        #expect(after.received == 1_000 && after.sent == 10)
        let unix = try Socket.make(.unix)
        #expect(SocketTraffic(unix.rawValue) == nil)
    }
}

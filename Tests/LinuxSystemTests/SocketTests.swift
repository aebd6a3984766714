import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Stream sockets")
struct SocketTests {
    private static func bound(_ ip: String = "127.0.0.1", listening: Bool = true) throws -> Descriptor {
        let address = try #require(SocketAddress(ip: ip, port: 0))
        let socket = try Socket.make(address.family)
        try Socket.bind(socket, to: address)
        if listening { try Socket.listen(socket, backlog: 16) }
        return socket
    }

    @Test("the queue of a listener is as long as the clients that wait in it")
    func queueDepth() throws {
        let listener = try Self.bound()
        let address = try Socket.localAddress(listener.rawValue)
        #expect(Socket.queueDepth(listener.rawValue) == 0)
        var clients: [Client] = []
        for count in 1...5 {
            clients.append(try Client(address))
            #expect(eventually { Socket.queueDepth(listener.rawValue) == count })
        }
        for count in [4, 3, 2, 1, 0] {
            var peer = SocketAddress()
            _ = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
            #expect(peer.ip == "127.0.0.1")
            #expect(Socket.queueDepth(listener.rawValue) == count)
        }
    }

    @Test("the kernel does not tell the queue of a UNIX listener")
    func unixQueueDepth() throws {
        let folder = try TemporaryFolder()
        let listener = try Socket.make(.unix)
        try Socket.bind(listener, to: try SocketAddress(unixPath: folder.path("socket")))
        try Socket.listen(listener, backlog: 16)
        #expect(Socket.queueDepth(listener.rawValue) == nil)
    }

    @Test("a stream socket that listens is told from all else")
    func isListening() throws {
        let listener = try Self.bound()
        #expect(Socket.isListening(listener.rawValue))
        let silent = try Self.bound(listening: false)
        #expect(!Socket.isListening(silent.rawValue))
        let client = try Client(try Socket.localAddress(listener.rawValue))
        #expect(!Socket.isListening(client.socket.rawValue))
        let pipe = try Pipe()
        #expect(!Socket.isListening(pipe.readEnd.rawValue))
        let datagrams = Descriptor(owning: socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
        #expect(!Socket.isListening(datagrams.rawValue))
        try Socket.shutDown(listener.rawValue)
        #expect(!Socket.isListening(listener.rawValue))
    }

    @Test("a socket, and one that it accepts, is closed in the programs that this one runs")
    func closeOnExec() throws {
        let listener = try Self.bound()
        #expect(fcntl(listener.rawValue, F_GETFD) & FD_CLOEXEC != 0)
        let client = try Client(try Socket.localAddress(listener.rawValue))
        var peer = SocketAddress()
        let accepted = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
        #expect(fcntl(accepted.rawValue, F_GETFD) & FD_CLOEXEC != 0)
        #expect(try peer == Socket.localAddress(client.socket.rawValue))
    }

    @Test("where nobody listens, a connection is refused")
    func refused() throws {
        let silent = try Self.bound(listening: false)
        let address = try Socket.localAddress(silent.rawValue)
        #expect(throws: Errno.connectionRefused) { try Client(address) }
    }

    @Test("nothing there is told without waiting, and an end that is closed for writing is end-of-file")
    func withoutWaiting() throws {
        let listener = try Self.bound()
        let client = try Client(try Socket.localAddress(listener.rawValue))
        var peer = SocketAddress()
        let server = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 1)
        defer { buffer.deallocate() }
        #expect(throws: Errno.resourceTemporarilyUnavailable) {
            try Socket.receive(server.rawValue, into: buffer, wait: false)
        }
        let start = MonotonicClock.now()
        #expect(!Socket.waitReadable(server.rawValue, until: start + .milliseconds(20)))
        #expect(MonotonicClock.now() - start >= .milliseconds(20))
        #expect(!Socket.waitReadable(server.rawValue, until: start))
        try Socket.closeWriting(client.socket.rawValue)
        #expect(Socket.waitReadable(server.rawValue, until: start + patience))
        #expect(try Socket.receive(server.rawValue, into: buffer, wait: false) == 0)
    }

    @Test("a write to a client that is gone is an error and no signal")
    func brokenPipe() throws {
        let listener = try Self.bound()
        var client: Client? = try Client(try Socket.localAddress(listener.rawValue))
        var peer = SocketAddress()
        let server = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
        try Socket.shutDown(try #require(client).socket.rawValue)
        client = nil
        var error: Errno?
        let failed = eventually {
            do throws(Errno) {
                _ = try [UInt8](repeating: 0x2A, count: 1).span.withUnsafeBytes { (bytes) throws(Errno) in
                    try Socket.send(server.rawValue, bytes)
                }
            } catch let failure {
                error = failure
            }
            return error != nil
        }
        #expect(failed)
        #expect(error == .brokenPipe || error == .connectionReset)
    }

    @Test("options of a listener pass to its connections")
    func options() throws {
        let listener = try Self.bound()
        let address = try Socket.localAddress(listener.rawValue)
        for on in [true, false] {
            try Socket.setNoDelay(listener.rawValue, on)
            try Socket.setKeepAlive(listener.rawValue, on)
            let client = try Client(address)
            var peer = SocketAddress()
            let server = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
            #expect(try (Socket.option(server.rawValue, CInt(IPPROTO_TCP), TCP_NODELAY) != 0) == on)
            #expect(try (Socket.option(server.rawValue, SOL_SOCKET, SO_KEEPALIVE) != 0) == on)
            #expect(client.socket.rawValue >= 0)
        }
    }

    @Test("an IPv4 client of a socket for both families shows as IPv4", .needs(Need.ipv6))
    func bothFamilies() throws {
        let any = try #require(SocketAddress(ip: "::", port: 0))
        let listener = try Socket.make(.ipv6)
        try Socket.setOnlyIPv6(listener.rawValue, false)
        try Socket.bind(listener, to: any)
        try Socket.listen(listener, backlog: 4)
        let port = try #require(try Socket.localAddress(listener.rawValue).port)
        let client = try Client(try #require(SocketAddress(ip: "127.0.0.1", port: port)))
        var peer = SocketAddress()
        _ = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
        #expect(peer.family == .ipv6)
        #expect(peer.ip == "127.0.0.1")
        #expect(try peer.description == "127.0.0.1:\(#require(Socket.localAddress(client.socket.rawValue).port))")
    }

    private final class Client {
        let socket: Descriptor

        init(_ address: SocketAddress) throws {
            socket = try Socket.make(address.family)
            try Socket.connect(socket, to: address)
        }
    }

    @Test("a listener that holds off still has its queue, and clients that come later are refused at its end")
    func holdOff() throws {
        let listener = try Socket.make(.ipv4)
        try Socket.bind(listener, to: try #require(SocketAddress(ip: "127.0.0.1", port: 0)))
        try Socket.listen(listener, backlog: 8)
        let address = try Socket.localAddress(listener.rawValue)
        let early = try Socket.make(.ipv4)
        try Socket.connect(early, to: address)
        try Socket.holdOff(listener.rawValue)
        let late = try Socket.make(.ipv4, waits: false)
        #expect(throws: Errno.nowInProgress) { try Socket.connect(late, to: address) }
        var peer = SocketAddress()
        let server = Descriptor(owning: try Socket.accept(listener.rawValue, peer: &peer))
        _ = try [UInt8](repeating: 1, count: 10).withUnsafeBytes { try Socket.send(early.rawValue, $0) }
        #expect(try server.waitReadable(timeout: .seconds(20)))
        #expect(!Socket.waitWritable(late.rawValue, until: .zero))
        #expect(try !listener.isReadable())
        _ = consume listener
        // At its next attempt, which the kernel makes after a second.
        #expect(try late.waitReadable(timeout: .seconds(20)))
        #expect(try Socket.option(late.rawValue, SOL_SOCKET, SO_ERROR) == ECONNREFUSED)
    }

    @Test("a UNIX listener goes on")
    func holdOffUnix() throws {
        let listener = try Socket.make(.unix)
        let name = "preforkd-test-hold-off-\(getpid())"
        try Socket.bind(listener, to: try SocketAddress(unixAbstract: name))
        try Socket.listen(listener, backlog: 8)
        try Socket.holdOff(listener.rawValue)
        let client = try Socket.make(.unix)
        try Socket.connect(client, to: try SocketAddress(unixAbstract: name))
    }
}

import Glibc
import LinuxSystem
import Prefork
import SystemPackage
import Testing

@Suite("TCP listeners")
struct TCPListenerTests {
    @Test("port 0 tells the port, and the peer's address is the client's own", arguments: ["127.0.0.1:0", "[::1]:0"])
    func accept(address: String) throws {
        let listener = try Listener(address)
        #expect(listener.address.port != 0)
        #expect(listener.address.ip == (address == "[::1]:0" ? "::1" : "127.0.0.1"))
        let client = try Connection(to: listener.address.description)
        let server = try listener.accept()
        #expect(server.peer == (try client.local))
        #expect(client.peer == listener.address)
        #expect(try server.local == listener.address)
    }

    @Test("* takes clients of both families, each with its own kind of address", arguments: ["127.0.0.1", "::1"])
    func bothFamilies(ip: String) throws {
        let listener = try Listener("*:0")
        let port = try #require(listener.address.port)
        let client = try Connection(to: ip == "::1" ? "[::1]:\(port)" : "\(ip):\(port)")
        let server = try listener.accept()
        #expect(server.peer.ip == ip)
        #expect(server.peer.description == (try client.local).description)
    }

    @Test("an IPv6 address does not take the IPv4 port too")
    func onlyIPv6() throws {
        let listener = try Listener("[::]:0")
        #expect(try Socket.option(listener.rawValue, CInt(IPPROTO_IPV6), IPV6_V6ONLY) == 1)
        #expect(try Socket.option(listener.rawValue, SOL_SOCKET, SO_REUSEADDR) == 1)
    }

    @Test("acceptIfWaiting is nil at once where nobody waits, and accept waits on the same listener")
    func acceptIfWaiting() throws {
        let listener = try Listener("127.0.0.1:0")
        let nobody = try listener.acceptIfWaiting() == nil
        #expect(nobody)
        let first = try Connection(to: listener.address.description)
        guard let one = try listener.acceptIfWaiting() else {
            Issue.record("a client waited")
            return
        }
        #expect(one.peer == (try first.local))
        let second = try Connection(to: listener.address.description)
        #expect(try listener.accept().peer == (try second.local))
        let nobodyAgain = try listener.acceptIfWaiting() == nil
        #expect(nobodyAgain)
    }

    @Test("the backlog is the one asked for", arguments: [1, 128, 300])
    func backlog(length: Int) throws {
        let listener = try Listener("127.0.0.1:0", options: ListenerOptions(backlog: length))
        var info = tcp_info()
        var size = socklen_t(MemoryLayout<tcp_info>.size)
        #expect(getsockopt(listener.rawValue, CInt(IPPROTO_TCP), TCP_INFO, &info, &size) == 0)
        // For a listener the kernel tells its sk_max_ack_backlog here.
        #expect(Int(info.tcpi_sacked) == length)
    }

    @Test("the options that are asked for are inherited by each connection", arguments: [true, false])
    func options(on: Bool) throws {
        let listener = try Listener("127.0.0.1:0", options: ListenerOptions(noDelay: on, keepAlive: on))
        _ = try Connection(to: listener.address.description)
        let server = try listener.accept()
        #expect((try Socket.option(server.descriptor, CInt(IPPROTO_TCP), TCP_NODELAY) != 0) == on)
        #expect((try Socket.option(server.descriptor, SOL_SOCKET, SO_KEEPALIVE) != 0) == on)
    }

    @Test("the depth of the queue is the number of clients that wait in it")
    func queueDepth() throws {
        let listener = try Listener("127.0.0.1:0")
        #expect(listener.countQueue() == 0)
        #expect(!listener.isReadable)
        let one = try Connection(to: listener.address.description)
        let two = try Connection(to: listener.address.description)
        #expect(listener.countQueue() == 2)
        #expect(listener.isReadable)
        _ = try listener.accept()
        #expect(listener.countQueue() == 1 && listener.queuePeak == 2)
        withExtendedLifetime((one.descriptor, two.descriptor)) {}
    }

    @Test("a listener that refuses has clients refused, and who would accept is told")
    func refuse() throws {
        let listener = try Listener("127.0.0.1:0")
        listener.refuse()
        let error = #expect(throws: ListenerError.self) { _ = try Connection(to: listener.address.description) }
        #expect(error?.description == "\(listener.address): Connection refused")
        #expect(throws: Errno.invalidArgument) { _ = try listener.accept() }
    }

    @Test("the address is free again as soon as the listener is gone, whatever its connections did")
    func addressReused() throws {
        var listener: Listener? = try Listener("127.0.0.1:0")
        let address = try #require(listener?.address.description)
        let client = try Connection(to: address)
        // The side that closes first keeps the port for a while, unless SO_REUSEADDR is set.
        _ = try listener?.accept()
        listener = nil
        #expect(try Listener(address).address.description == address)
        withExtendedLifetime(client.descriptor) {}
    }

    @Test("listeners and connections are not inherited by programs")
    func closeOnExec() throws {
        let listener = try Listener("127.0.0.1:0")
        let client = try Connection(to: listener.address.description)
        let server = try listener.accept()
        for number in [listener.rawValue, client.descriptor, server.descriptor] {
            #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
        }
    }
}

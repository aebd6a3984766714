import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A listener", .daemonLogs)
struct ListenTests {
    private func start(_ listen: String, _ more: String = "") throws -> DaemonProcess {
        try DaemonProcess(
            """
            [service.smile]
            listen = \(listen)
            handler = "greeting"
            message = "Smile\\n"
            accounting = "all"
            workers = { min = 2, max = 2 }
            \(more)
            """)
    }

    private func expectSmile(_ ip: String, _ port: UInt16?) throws {
        let address = try #require(SocketAddress(ip: ip, port: port ?? 0))
        #expect(try TestClient(address).receiveToEnd() == "Smile\n", "\(address)")
    }

    @Test("of every address serves both families, and records an IPv4 client as one", .needsIPv6)
    func bothFamilies() throws {
        let daemon = try start("\"*:0\"")
        let port = try daemon.address("smile").port
        try expectSmile("127.0.0.1", port)
        _ = try daemon.log.wait(containing: "smile: 127.0.0.1:")
        try expectSmile("::1", port)
        _ = try daemon.log.wait(containing: "smile: [::1]:")
    }

    @Test("of a host name serves each address that the name stands for")
    func hostName() throws {
        let daemon = try start("\"localhost:0\"")
        let names = try HostLookup().addresses(of: "localhost", port: 0).compactMap(\.ip)
        var served: [String] = []
        for number in 1...max(1, daemon.log.count(containing: "smile: listening on ")) {
            let address = try daemon.address("smile", number: number)
            let ip = try #require(address.ip)
            try expectSmile(ip, address.port)
            served.append(ip)
        }
        // A machine may know the name of an address that it hasn't got.
        #expect(served.contains("127.0.0.1") && Set(served).isSubset(of: names), "\(served) of \(names)")
    }

    @Test("shares its service with others, down to the last one of them")
    func several() throws {
        let folder = try TemporaryFolder()
        let daemon = try start("[\"127.0.0.1:0\", \"127.0.0.2:0\", \"unix:\(folder.path("a.sock"))\"]")
        for _ in 0..<20 {
            try expectSmile("127.0.0.1", daemon.address("smile").port)
            try expectSmile("127.0.0.2", daemon.address("smile", number: 2).port)
            #expect(try TestClient(SocketAddress(unixPath: folder.path("a.sock"))).receiveToEnd() == "Smile\n")
        }
    }

    @Test("takes its options to every connection", .needs(program: "python3"), arguments: [true, false])
    func options(isOn: Bool) throws {
        // The program has the connection itself as its standard input.
        let daemon = try DaemonProcess(
            """
            [service.options]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/usr/bin/env", "python3", "-c", '''
            from socket import *
            client = socket(fileno=0)
            print(client.getsockopt(IPPROTO_TCP, TCP_NODELAY) != 0, client.getsockopt(SOL_SOCKET, SO_KEEPALIVE) != 0)
            ''']
            socket = { nodelay = \(isOn), keepalive = \(isOn) }
            """)
        let expected = isOn ? "True True\n" : "False False\n"
        for _ in 0..<2 { #expect(try TestClient(daemon.address("options")).receiveToEnd() == expected) }
    }

    @Test("has a queue as long as was asked for: who comes when it is full waits, and is served in the end")
    func backlog() throws {
        let daemon = try DaemonProcess(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            backlog = 4
            workers = { min = 1, max = 1 }
            """)
        let address = try daemon.address("echo")
        var clients: [TestClient] = []
        // One is in hand, and the kernel queues one more than was asked for.
        for _ in 0..<6 { clients.append(try TestClient(address)) }
        #expect(throws: Errno.nowInProgress) { try TestClient(address, patience: .milliseconds(200)) }
        for client in clients {
            #expect(try client.exchange("hello") == "hello")
            client.close()
        }
        #expect(try TestClient(address).exchange("hello") == "hello")
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@testable import Prefork

@Suite("Connections")
struct ConnectionTests {
    private let listener: Listener

    init() throws {
        listener = try Listener("127.0.0.1:0")
    }

    private func client() throws -> Connection {
        try Connection(to: listener.address.description)
    }

    @Test("what one side writes the other reads, and both count it")
    func bothWays() throws {
        var client = try client()
        var server = try listener.accept()
        try client.write("hello")
        try client.write([0, 255, 10])
        #expect(try server.read(upTo: 100) == Array("hello".utf8) + [0, 255, 10])
        try server.write("ok")
        #expect(try client.read(upTo: 1) == Array("o".utf8))
        #expect(try client.read(upTo: 1) == Array("k".utf8))
        #expect([client.bytesSent, client.bytesReceived] == [8, 2])
        #expect([server.bytesSent, server.bytesReceived] == [2, 8])
    }

    @Test("end-of-file is an empty read, and after closeWriting the other way stays open")
    func endOfFile() throws {
        var client = try client()
        var server = try listener.accept()
        try client.closeWriting()
        #expect(try server.read(upTo: 10) == [])
        try server.write("still here")
        #expect(try client.read(upTo: 100) == Array("still here".utf8))
    }

    @Test("a connection closes when its owner lets go of it")
    func closes() throws {
        var client = try client()
        do { _ = try listener.accept() }
        #expect(try client.read(upTo: 10) == [])
    }

    @Test("making a connection leaves descriptor 0 alone")
    func standardInput() throws {
        let before = try? FileIdentity(of: 0)
        _ = try client()
        #expect((try? FileIdentity(of: 0)) == before)
    }

    @Test("readIfWaiting is nil where nothing is there, 0 at the end, else what came")
    func readIfWaiting() throws {
        var client = try client()
        var server = try listener.accept()
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(try bytes.withUnsafeMutableBytes { try server.readIfWaiting(into: $0) } == nil)
        try client.write("abc")
        #expect(Socket.waitReadable(server.descriptor, until: MonotonicClock.now() + .seconds(10)))
        #expect(try bytes.withUnsafeMutableBytes { try server.readIfWaiting(into: $0) } == 3)
        try client.closeWriting()
        #expect(Socket.waitReadable(server.descriptor, until: MonotonicClock.now() + .seconds(10)))
        #expect(try bytes.withUnsafeMutableBytes { try server.readIfWaiting(into: $0) } == 0)
        #expect(server.bytesReceived == 3)
    }

    @Test("writing to a client that is gone is an error and no signal")
    func brokenPipe() throws {
        do { _ = try client() }
        var server = try listener.accept()
        #expect(try server.read(upTo: 1) == [])
        let error = #expect(throws: Errno.self) {
            while true { try server.write([UInt8](repeating: 0, count: 65_536)) }
        }
        #expect(error == .brokenPipe || error == .connectionReset)
    }

    @Test("a timeout that is set on the descriptor is an error of the call that waits too long")
    func timeout() throws {
        var client = try client()
        var server = try listener.accept()
        var time = timeval(tv_sec: 0, tv_usec: 1_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            #expect(setsockopt(server.descriptor, SOL_SOCKET, option, &time, size) == 0)
        }
        #expect(throws: Errno.resourceTemporarilyUnavailable) { _ = try server.read(upTo: 10) }
        #expect(throws: Errno.resourceTemporarilyUnavailable) {
            while true { try server.write([UInt8](repeating: 0, count: 65_536)) }
        }
        try client.write("late")
        #expect(Socket.waitReadable(server.descriptor, until: MonotonicClock.now() + .seconds(10)))
        #expect(try server.read(upTo: 10) == Array("late".utf8))
    }

    @Test("nothing is written for nothing")
    func emptyWrite() throws {
        var client = try client()
        try client.write([])
        try client.write("")
        #expect(client.bytesSent == 0)
    }

    @Test("an end with unread input lets the answer arrive, and no reset overtakes it")
    func finish() throws {
        var client = try client()
        do {
            var server = try listener.accept()
            try client.write([UInt8](repeating: 7, count: 1_000))
            try client.closeWriting()
            #expect(Socket.waitReadable(server.descriptor, until: MonotonicClock.now() + .seconds(10)))
            try server.write("answer")
            server.finish { true }
        }
        #expect(try client.read(upTo: 100) == Array("answer".utf8))
        #expect(try client.read(upTo: 100) == [])
    }

    @Test("a client that stays is shown the end first, and is waited for only as long as the worker may linger")
    func linger() throws {
        var client = try client()
        var server = try listener.accept()
        try client.write("more than was asked for")
        #expect(Socket.waitReadable(server.descriptor, until: MonotonicClock.now() + .seconds(10)))
        try server.write("answer")
        var seen: [[UInt8]] = []
        server.finish {
            while seen.last != [], Socket.waitReadable(client.descriptor, until: MonotonicClock.now() + .seconds(10)) {
                guard let bytes = try? client.read(upTo: 100) else { break }
                seen.append(bytes)
            }
            return false
        }
        #expect(seen == [Array("answer".utf8), []])
    }

    @Test("nobody to connect to is told by address and reason")
    func refused() throws {
        let port = try ReservedPort()
        let gone = port.address.description
        let error = #expect(throws: ListenerError.self) { _ = try Connection(to: gone) }
        #expect(error?.description == "\(gone): Connection refused")
        withExtendedLifetime(port) {}
        let missing = #expect(throws: ListenerError.self) { _ = try Connection(to: "unix:/nowhere/a") }
        #expect(missing?.description == "unix:/nowhere/a: No such file or directory")
        let senseless = #expect(throws: ListenerError.self) { _ = try Connection(to: "nowhere") }
        #expect(senseless?.description.hasPrefix("nowhere: expected HOST:PORT") == true)
    }

    @Test("a name's addresses are tried one after the other")
    func name() throws {
        let port = try #require(listener.address.port)
        let client = try Connection(to: "localhost:\(port)")
        #expect(try listener.accept().peer == (try client.local))
    }
}

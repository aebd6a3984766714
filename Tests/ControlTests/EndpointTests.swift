import Glibc
import LinuxSystem
import SystemPackage
import Testing

@testable import Control

@Suite("Endpoints of the control socket")
struct EndpointTests {
    @Test("workers may ask how the daemon is, who its workers are and what happened, and for nothing else")
    func permissions() {
        let questions: [ControlRequest] = [.status, .workers(service: nil), .events(.last(1), follow: false)]
        let orders: [ControlRequest] = [
            .events(.last(1), follow: true), .reload, .upgrade, .drain(service: "a"),
            .resume(service: "a"), .scale(service: "a", min: 1, max: nil), .logLevel(.debug),
        ]
        for question in questions { #expect(ControlAccess.workers.permits(question)) }
        for order in orders {
            #expect(!ControlAccess.workers.permits(order))
            #expect(ControlAccess.operators(user: 0, group: nil).permits(order))
        }
    }

    @Test("who is no worker is refused, even root, and leaves no trace")
    func strangers() throws {
        let socket = try Endpoints()
        let client = try Endpoints.connect(try socket.open(.workers), "status\n")
        defer { close(client) }
        #expect(socket.turn().isEmpty)
        #expect(try Self.text(client).contains("only workers of this daemon may ask"))
        #expect(socket.deadline == nil)
    }

    @Test("those who crowd at one endpoint are not in the way at another")
    func crowd() throws {
        let access = ControlAccess.operators(user: Credentials.current.user, group: nil)
        let socket = try Endpoints()
        let (crowded, free) = (try socket.open(access), try socket.open(access))
        var crowd: [CInt] = []
        defer { for number in crowd { close(number) } }
        for _ in 0..<(ControlSocket.capacity + 4) { crowd.append(try Endpoints.connect(crowded, "stat")) }
        for _ in 0..<4 { #expect(socket.turn().isEmpty) }
        let client = try Endpoints.connect(free, "status\n")
        defer { close(client) }
        var asked: [ControlSocket.Asked] = []
        for _ in 0..<4 where asked.isEmpty { asked = socket.turn() }
        let ticket = try #require(asked.first).ticket
        socket.reply(ticket)
        #expect(try Self.text(client) == "{\"end\":\"ok\"}\n")
    }

    @Test("a daemon that does not come to its queue is not waited for beyond the limit")
    func fullQueue() throws {
        let listener = try ControlListener.unnamedSocket().release()
        let address = try Socket.localAddress(listener)
        let waiting = try Self.fillQueue(address)
        defer { for number in [listener] + waiting { close(number) } }
        #expect(Self.isTooLate(address))
    }

    private static func fillQueue(_ address: SocketAddress) throws -> [CInt] {
        var waiting: [CInt] = []
        repeat {
            waiting.append(try Socket.make(.unix, waits: false).release())
        } while (try? Socket.connect(waiting[waiting.count - 1], to: address)) != nil
        return waiting
    }

    private static func isTooLate(_ address: SocketAddress) -> Bool {
        do throws(ControlClient.Failure) {
            _ = try ControlClient(address, asking: .status, limit: .milliseconds(50))
            return false
        } catch {
            if case .tooLate = error { return true }
            return false
        }
    }

    private static func text(_ number: CInt) throws -> String {
        let bytes = try [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
            count = try Socket.receive(number, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A control socket whose endpoints have no files, at an instant; a class, for it takes part in expectations.
private final class Endpoints {
    private var socket: ControlSocket

    init() throws {
        socket = try ControlSocket()
    }

    var deadline: Duration? { socket.deadline }

    func reply(_ ticket: UInt64) { socket.reply(ticket, .end(.ok), now: .zero) }

    /// - Returns: where clients of the new endpoint connect.
    func open(_ access: ControlAccess) throws -> SocketAddress {
        let listener = try ControlListener.unnamedSocket()
        let address = try Socket.localAddress(listener.rawValue)
        try socket.open(ControlListener(unnamed: listener), to: access)
        return address
    }

    static func connect(_ address: SocketAddress, _ text: String) throws -> CInt {
        let number = try Socket.make(.unix).release()
        try Socket.connect(number, to: address)
        _ = try Array(text.utf8).withUnsafeBytes { try Socket.send(number, $0) }
        return number
    }

    func turn() -> [ControlSocket.Asked] { socket.turn(now: .zero) }
}

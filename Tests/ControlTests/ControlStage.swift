import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

@testable import Control

/// A control socket in a folder of its own, with time that passes by hand, and its clients.
final class ControlStage {
    let path: String
    private let folder: TemporaryFolder
    private var socket: ControlSocket
    private var now = ControlStage.start
    static let start = Duration.seconds(100)
    private var asked: [ControlSocket.Asked] = []

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("control.sock")
        var socket = try ControlSocket()
        try socket.open(try ControlListener.bind(path, access: Self.access), to: Self.access)
        self.socket = socket
    }

    static var access: ControlAccess { .operators(user: Credentials.current.user, group: nil) }

    // MARK: The daemon's side

    var deadline: Duration? { socket.deadline }

    /// Whether the daemon's loop would be woken.
    var isReadable: Bool {
        var entry = pollfd(fd: socket.descriptor, events: CShort(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    /// Turns until nothing is to be done at this instant.
    func settle() {
        var turns = 0
        while isReadable, turns < 10_000 {
            asked += socket.turn(now: now)
            turns += 1
        }
    }

    func takeRequests() -> [ControlSocket.Asked] {
        defer { asked = [] }
        return asked
    }

    struct Missing: Error {}

    func requests(_ count: Int) throws -> [ControlSocket.Asked] {
        settle()
        let taken = takeRequests()
        guard taken.count == count else { throw Missing() }
        return taken
    }

    func reply(_ ticket: UInt64, _ source: ReplySource) { socket.reply(ticket, source, now: now) }

    func resume() { socket.resume(now: now) }

    func pass(_ time: Duration) {
        now += time
        socket.keepDeadlines(now: now)
    }

    // MARK: The clients' side

    func client(_ text: String) throws -> Client { try Client(path, text) }

    final class Client {
        private let socket: Descriptor

        fileprivate init(_ path: String, _ text: String) throws {
            socket = try Socket.make(.unix)
            try Socket.connect(socket, to: try SocketAddress(unixPath: path))
            let bytes = Array(text.utf8)
            _ = try bytes.withUnsafeBytes { try socket.write($0) }
        }

        /// What is there now, or comes within a while; nothing is the end.
        func read(upTo count: Int) throws -> [UInt8] {
            guard try socket.waitReadable(timeout: .seconds(20)) else { throw Missing() }
            return try [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
                read = try socket.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }

        func readAll() throws -> String {
            var text: [UInt8] = []
            while true {
                let bytes = try read(upTo: 65_536)
                if bytes.isEmpty { return String(decoding: text, as: UTF8.self) }
                text += bytes
            }
        }
    }
}

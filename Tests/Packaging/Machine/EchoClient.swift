// Both, for the members of timespec and timeval belong to whichever of the two the compiler has read first.
import CLinux
import Glibc
import LinuxSystem
import Prefork
import SystemPackage

/// A connection to an echo service of a machine that somebody holds on to.
final class EchoClient {
    private var connection: Connection?

    /// A path in the file system can be reached from outside of the machine's network.
    static let configuration = """
        [daemon]
        drain-timeout = "20s"
        [service.echo]
        listen = "unix:/run/preforkd/echo"
        handler = "echo"
        accounting = "all"
        """

    init(_ machine: Machine) throws {
        let connection = try Connection(to: "unix:\(machine.root)/run/preforkd/echo")
        // A test that waits in vain is to end.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(connection.descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        self.connection = consume connection
    }

    struct Hushed: Error {
        let sent: String
        let received: String
    }

    /// Sends a text and takes it back.
    func exchange(_ text: String) throws {
        try connection?.write(text)
        var answer: [UInt8] = []
        while answer.count < text.utf8.count {
            guard let bytes = try connection?.read(upTo: 1_024), !bytes.isEmpty else { break }
            answer += bytes
        }
        let received = String(decoding: answer, as: UTF8.self)
        guard received == text else { throw Hushed(sent: text, received: received) }
    }

    /// Whether the server has ended the connection; waits for it.
    func isEnded() throws -> Bool {
        do {
            return try connection?.read(upTo: 1_024).isEmpty ?? true
        } catch Errno.connectionReset {
            return true
        }
    }

    func hangUp() {
        connection = nil
    }
}

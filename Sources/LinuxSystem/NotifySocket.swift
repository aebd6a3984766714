import CLinux
import Glibc
package import SystemPackage

/// A socket on which one program tells how it is, as sd_notify(3) does.
package struct NotifySocket: ~Copyable {
    package let descriptor: Descriptor
    /// As in NOTIFY_SOCKET. The kernel chose it, in the abstract namespace: that is there in a chroot too.
    package let name: String

    /// What somebody wrote, and who; 0 is a process that can't be seen from here.
    package typealias Message = (assignments: [String], sender: Int32)

    package init() throws(Errno) {
        let type = CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(owning: try systemCall { Glibc.socket(AF_UNIX, type, 0) })
        var on: CInt = 1
        let number = socket.rawValue
        try systemCall { setsockopt(number, SOL_SOCKET, SO_PASSCRED, &on, socklen_t(MemoryLayout<CInt>.size)) }
        // unix(7), autobind: an address that is nothing but a family.
        var nameless = SocketAddress()
        nameless.storage.ss_family = sa_family_t(AF_UNIX)
        nameless.length = socklen_t(MemoryLayout<sa_family_t>.size)
        try Socket.bind(socket, to: nameless)
        let bound = try Socket.localAddress(number).unixName
        guard let bound else { throw .invalidArgument }
        name = bound
        descriptor = socket
    }

    /// One that an earlier program of this process has made, and told whoever has its name.
    package init(adopting descriptor: consuming Descriptor) {
        name = (try? Socket.localAddress(descriptor.rawValue).unixName) ?? ""
        self.descriptor = descriptor
    }

    /// The next message; nil where none waits. A sender that waits for its descriptor to be closed, as
    /// sd_notify_barrier(3) does, is let go.
    package func next() -> Message? {
        var sender: pid_t = 0
        return withUnsafeTemporaryAllocation(byteCount: Self.longest, alignment: 1) { buffer in
            let count = clinux_receive_from_process(descriptor.rawValue, buffer.baseAddress, buffer.count, &sender)
            guard count >= 0 else { return nil }
            let lines = buffer[..<count].split(separator: UInt8(ascii: "\n"))
            return (lines.map { String(decoding: $0, as: UTF8.self) }, sender)
        }
    }

    /// More of a message than this is cut off; service managers take no more either.
    private static let longest = 4_096
}

import CLinux
import Glibc
package import SystemPackage

/// The calls on stream sockets, each on a descriptor that somebody else owns.
package enum Socket {
    /// A new close-on-exec stream socket for `family`.
    /// - Parameter waits: false for one whose calls throw `.resourceTemporarilyUnavailable` or `.nowInProgress` instead.
    package static func make(_ family: SocketAddress.Family, waits: Bool = true) throws(Errno) -> Descriptor {
        let domain =
            switch family {
            case .ipv4: AF_INET
            case .ipv6: AF_INET6
            case .unix: AF_UNIX
            }
        let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (waits ? 0 : SOCK_NONBLOCK.rawValue))
        return Descriptor(owning: try systemCall { socket(domain, type, 0) })
    }

    package static func bind(_ socket: borrowing Descriptor, to address: SocketAddress) throws(Errno) {
        let number = socket.rawValue
        _ = try address.withPointer { (pointer, length) throws(Errno) in
            try systemCall { Glibc.bind(number, pointer, length) }
        }
    }

    /// Binds a UNIX socket to a free name in the abstract namespace: unix(7), autobind.
    package static func bindAnywhere(_ socket: borrowing Descriptor) throws(Errno) {
        var family = sockaddr(sa_family: sa_family_t(AF_UNIX), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        try systemCall { Glibc.bind(socket.rawValue, &family, socklen_t(MemoryLayout<sa_family_t>.size)) }
    }

    /// Binds a UNIX path whose file has exactly these permissions from its first moment; nil: what the umask leaves.
    package static func bind(_ socket: borrowing Descriptor, to path: SocketAddress, mode: UInt32?) throws(Errno) {
        guard let mode else { return try bind(socket, to: path) }
        // unix(7): the file gets the socket's own mode, less the umask.
        try systemCall { fchmod(socket.rawValue, mode_t(mode)) }
        let inherited = umask(0)
        defer { umask(inherited) }
        try bind(socket, to: path)
    }

    package static func listen(_ socket: borrowing Descriptor, backlog: Int) throws(Errno) {
        let number = socket.rawValue
        try systemCall { Glibc.listen(number, CInt(clamping: backlog)) }
    }

    package static func connect(_ socket: borrowing Descriptor, to address: SocketAddress) throws(Errno) {
        try connect(socket.rawValue, to: address)
    }

    /// Connects. A signal does not undo the attempt: the kernel goes on, so wait for its outcome.
    package static func connect(_ number: CInt, to address: SocketAddress) throws(Errno) {
        do {
            _ = try address.withPointer { (pointer, length) throws(Errno) in
                try systemCall(retryOnInterrupt: false) { Glibc.connect(number, pointer, length) }
            }
        } catch .interrupted {
            var entry = pollfd(fd: number, events: CShort(POLLOUT), revents: 0)
            try systemCall { poll(&entry, 1, -1) }
            if let error = try pendingError(number) { throw error }
        }
    }

    /// One connection from the queue, close-on-exec, with the peer's address.
    @inline(__always)
    package static func accept(_ listener: CInt, peer: inout SocketAddress) throws(Errno) -> CInt {
        try peer.fill { (address, length) throws(Errno) in
            try systemCall { accept4(listener, address, length, CInt(SOCK_CLOEXEC.rawValue)) }
        }
    }

    /// The same on a listener that does not wait, for a connection that does not either.
    package static func acceptWithoutWaiting(_ listener: CInt, peer: inout SocketAddress) throws(Errno) -> CInt {
        try peer.fill { (address, length) throws(Errno) in
            try systemCall { accept4(listener, address, length, CInt(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)) }
        }
    }

    package static func localAddress(_ number: CInt) throws(Errno) -> SocketAddress {
        var address = SocketAddress()
        _ = try address.fill { (pointer, length) throws(Errno) in
            try systemCall { getsockname(number, pointer, length) }
        }
        return address
    }

    /// Receives once; 0 is end-of-file. `wait: false` throws `.resourceTemporarilyUnavailable` where nothing is there.
    @inline(__always)
    package static func receive(
        _ number: CInt, into buffer: UnsafeMutableRawBufferPointer, wait: Bool = true
    ) throws(Errno) -> Int {
        try systemCall { recv(number, buffer.baseAddress, buffer.count, wait ? 0 : CInt(MSG_DONTWAIT)) }
    }

    /// Receives what is there, without waiting; nil where nothing is, 0 at end-of-file.
    package static func receiveIfWaiting(
        _ number: CInt, into buffer: UnsafeMutableRawBufferPointer
    ) throws(Errno) -> Int? {
        try systemCallIfReady { recv(number, buffer.baseAddress, buffer.count, CInt(MSG_DONTWAIT)) }
    }

    /// Sends once, without SIGPIPE, and tells how much the kernel took.
    @inline(__always)
    package static func send(_ number: CInt, _ bytes: UnsafeRawBufferPointer, wait: Bool = true) throws(Errno) -> Int {
        let flags = CInt(MSG_NOSIGNAL) | (wait ? 0 : CInt(MSG_DONTWAIT))
        return try systemCall { Glibc.send(number, bytes.baseAddress, bytes.count, flags) }
    }

    package static func closeWriting(_ number: CInt) throws(Errno) {
        try systemCall { shutdown(number, CInt(SHUT_WR)) }
    }

    /// Ends a socket for every process that holds it: a listener refuses from here on.
    package static func shutDown(_ number: CInt) throws(Errno) {
        try systemCall { shutdown(number, CInt(SHUT_RDWR)) }
    }

    private static func pendingError(_ number: CInt) throws(Errno) -> Errno? {
        let value = try option(number, SOL_SOCKET, SO_ERROR)
        return value == 0 ? nil : Errno(rawValue: value)
    }
}

/// What a listener is and does.
extension Socket {
    /// Whether this is a stream socket that listens.
    package static func isListening(_ number: CInt) -> Bool {
        guard let type = try? option(number, SOL_SOCKET, SO_TYPE), type == CInt(SOCK_STREAM.rawValue) else {
            return false
        }
        var entry = pollfd(fd: number, events: 0, revents: 0)
        // A UNIX socket that was shut down says that it listens, but for this.
        let isShutDown = poll(&entry, 1, 0) > 0 && CInt(entry.revents) & POLLHUP != 0
        return !isShutDown && (try? option(number, SOL_SOCKET, SO_ACCEPTCONN)) == 1
    }

    /// Has the kernel ignore clients that are not connected yet, who try again for a while; those in the queue stay there.
    /// Of a listener for TCP, that is; any other goes on as it is.
    package static func holdOff(_ number: CInt) throws(Errno) {
        guard try option(number, SOL_SOCKET, SO_PROTOCOL) == IPPROTO_TCP else { return }
        // The filter sees each packet from its TCP header on. Byte 13 has SYN (2) and ACK (16): the first of a connection
        // has SYN alone. Whoever has been answered already gets through.
        var filter = [
            sock_filter(code: UInt16(BPF_LD | BPF_B | BPF_ABS), jt: 0, jf: 0, k: 13),
            sock_filter(code: UInt16(BPF_ALU | BPF_AND | BPF_K), jt: 0, jf: 0, k: 2 | 16),
            sock_filter(code: UInt16(BPF_JMP | BPF_JEQ | BPF_K), jt: 0, jf: 1, k: 2),
            sock_filter(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: 0),
            sock_filter(code: UInt16(BPF_RET | BPF_K), jt: 0, jf: 0, k: .max),
        ]
        let count = CUnsignedShort(filter.count)
        var instructions = filter.mutableSpan
        try instructions.withUnsafeMutableBufferPointer { (instructions) throws(Errno) in
            var program = sock_fprog(len: count, filter: instructions.baseAddress)
            let size = socklen_t(MemoryLayout<sock_fprog>.size)
            try systemCall { setsockopt(number, SOL_SOCKET, SO_ATTACH_FILTER, &program, size) }
        }
    }

    /// Connections that wait in the accept queue of a TCP listener (tcp_info's tcpi_unacked, which is the length
    /// of that queue for a listening socket); nil for another kind of socket, where the kernel does not tell.
    package static func queueDepth(_ number: CInt) -> Int? {
        var info = tcp_info()
        var size = socklen_t(MemoryLayout<tcp_info>.size)
        let result = getsockopt(number, CInt(IPPROTO_TCP), TCP_INFO, &info, &size)
        return result == 0 ? Int(info.tcpi_unacked) : nil
    }
}

extension Socket {
    /// Bytes that were sent and that the other end does not have yet; of a UNIX socket, has not read yet.
    package static func unsent(_ number: CInt) -> Int {
        var count: CInt = 0
        return ioctl(number, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
    }

    /// Waits until receiving would return; false where `end` came first.
    package static func waitReadable(_ number: CInt, until end: Duration) -> Bool {
        wait(number, for: CShort(POLLIN), until: end)
    }

    /// Waits until sending would take something; false where `end` came first.
    package static func waitWritable(_ number: CInt, until end: Duration) -> Bool {
        wait(number, for: CShort(POLLOUT), until: end)
    }

    /// Waits until receiving would return, or a signal comes.
    package static func waitReadable(_ number: CInt) {
        var entry = pollfd(fd: number, events: CShort(POLLIN), revents: 0)
        _ = poll(&entry, 1, -1)
    }

    private static func wait(_ number: CInt, for events: CShort, until end: Duration) -> Bool {
        var entry = pollfd(fd: number, events: events, revents: 0)
        while true {
            let left = max(.zero, end - MonotonicClock.now())
            let count = poll(&entry, 1, CInt(clamping: left.roundedUpMilliseconds))
            if count >= 0 { return count > 0 }
            if left == .zero { return false }
        }
    }
}

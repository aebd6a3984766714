import LinuxSystem
public import SystemPackage

/// Records from where journald's socket can't be seen any more.
extension Journal {
    /// Connects a socket to journald, for the records of a process that will be in a chroot. libsystemd looks journald up by
    /// its path for each record, so there they are sent without it.
    ///
    /// Further calls return the same number. Sending never waits. A record that does not fit in a datagram, about 200 KB, is
    /// lost with `.messageTooLong`.
    ///
    /// - Returns: the number of the socket. Never close it, and let a forked child that closes what it inherited keep it.
    @discardableResult
    public static func connect() throws(Errno) -> CInt {
        if let known = connected.number { return known }
        let number = try UnixDatagram.connect(to: try SocketAddress(unixPath: socketPath)).release()
        connected.number = number
        return number
    }

    static func sendConnected(_ record: JournalRecord) throws(Errno) {
        guard let number = connected.number else { throw .noSuchFileOrDirectory }
        _ = try record.datagram.span.withUnsafeBytes { (bytes) throws(Errno) in
            try Socket.send(number, bytes, wait: false)
        }
    }

    private static let connected = OpenedSocket()
}

extension JournalRecord {
    /// As journald takes it (https://systemd.io/JOURNAL_NATIVE_PROTOCOL).
    var datagram: [UInt8] {
        var datagram: [UInt8] = []
        let newline = UInt8(ascii: "\n")
        for field in fields {
            if field.contains(newline), let mark = field.firstIndex(of: UInt8(ascii: "=")) {
                // The name of a field, its length in 64 bits, and whatever it holds.
                let value = field[field.index(after: mark)...]
                datagram += field[..<mark] + [newline]
                withUnsafeBytes(of: UInt64(value.count).littleEndian) { datagram += $0 }
                datagram += value
            } else {
                datagram += field
            }
            datagram.append(newline)
        }
        return datagram
    }
}

import CSystemd
import LinuxSystem
import Synchronization
public import SystemPackage

/// A slow journal loses records rather than stop its clients.
extension Journal {
    /// Opens libsystemd's socket to the journal and makes it non-blocking, without sending anything.
    ///
    /// Call it before the first record and before the first thread, for it tells the socket by its number: the lowest
    /// that was free. Further calls return that number again.
    ///
    /// - Returns: the number of the socket. It is libsystemd's: never close it, and let a forked child that closes what
    ///   it inherited keep it open. Otherwise libsystemd would write records to whatever gets that number next.
    /// - Throws: `.socketIsConnected` when a record has been sent before, so that the socket can't be found any more;
    ///   what socket(2) or fcntl(2) says.
    @discardableResult
    public static func openNonblocking() throws(Errno) -> CInt {
        if let known = opened.number { return known }
        let number = try ForeignDescriptor.lowestFree()
        openWithoutSending()
        guard ForeignDescriptor.isUnixDatagram(number) else { throw .socketIsConnected }
        try ForeignDescriptor.setNonblocking(number)
        opened.number = number
        return number
    }

    private static let opened = OpenedSocket()

    /// A record of more parts than sendmsg(2) and writev(2) take (IOV_MAX, 1024; each field makes two): sd_journal_sendv
    /// opens its socket, is refused twice, and returns. A real first record could wait for journald already.
    private static func openWithoutSending() {
        var record = JournalRecord(.debug, "")
        for _ in 0..<512 { record.append("REFUSED", "") }
        _ = record.withVectors { sd_journal_sendv($0, $1) }
    }
}

/// The number of a socket, once it is known; shared by all threads.
final class OpenedSocket: Sendable {
    private let stored = Atomic<CInt>(-1)

    var number: CInt? {
        get {
            let number = stored.load(ordering: .acquiring)
            return number < 0 ? nil : number
        }
        set { stored.store(newValue ?? -1, ordering: .releasing) }
    }
}

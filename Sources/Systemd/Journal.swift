import CSystemd
import LinuxSystem
public import SystemPackage

/// The system's journal, written to through sd_journal_sendv(3).
///
/// ```swift
/// try Journal.openNonblocking()
/// do {
///     try Journal.send(JournalRecord(.info, "listening on 127.0.0.1:7890"))
/// } catch {
///     lost += 1
/// }
/// ```
///
/// libsystemd opens one datagram socket at the first record and never closes it; a forked child shares it. Sending
/// waits for journald when its queue is full, unless ``openNonblocking()`` came first. No call starts a thread.
public enum Journal {
    /// Writes one record.
    ///
    /// - Throws: what the system says of a record that is lost: `.resourceTemporarilyUnavailable` when journald's queue
    ///   is full (after ``openNonblocking()``), `.connectionRefused` when nobody holds its socket any more,
    ///   `.noSuchFileOrDirectory` when there is no such socket, as in a container without journald, or after chroot(2)
    ///   where ``connect()`` was not called before, `.invalidArgument` when there are too many fields. What journald
    ///   drops later by its own limits (RateLimitBurst= in journald.conf(5)) it counts itself.
    public static func send(_ record: JournalRecord) throws(Errno) {
        // sd_journal_sendv calls a record that had nowhere to go a success, and so nobody would count it.
        guard isAvailable else { return try sendConnected(record) }
        let result = record.withVectors { sd_journal_sendv($0, $1) }
        if result < 0 { throw Errno(rawValue: -result) }
    }

    /// Whether journald's socket is there, as this process sees the file system.
    public static var isAvailable: Bool {
        FileContents.exists(socketPath)
    }

    static let socketPath = "/run/systemd/journal/socket"

    /// Whether descriptor 2 leads to the journal already, so that records should go there in full.
    ///
    /// systemd.exec(5) on `$JOURNAL_STREAM`: it names the device and the inode that stdout or stderr were connected
    /// to; a program whose stderr was redirected after that has the variable too, but another file.
    ///
    /// ```swift
    /// LoggingSystem.bootstrap { label in
    ///     if Journal.receivesStandardError {
    ///         JournalLogHandler(label: label, identifier: "smiled")
    ///     } else {
    ///         StandardErrorLogHandler(label: label)
    ///     }
    /// }
    /// ```
    public static var receivesStandardError: Bool {
        guard let stream = Environment["JOURNAL_STREAM"],
            let colon = stream.utf8.firstIndex(of: UInt8(ascii: ":")),
            let device = UInt64(stream[..<colon]),
            let inode = UInt64(stream[stream.utf8.index(after: colon)...])
        else { return false }
        return FileIdentity(device: device, inode: inode) == (try? FileIdentity(of: 2))
    }
}

public import SystemPackage

/// Descriptors that the service manager keeps for this service and passes to its next process, after a restart or a
/// crash: a listening socket whose clients go on waiting, a memfd with state in it.
///
/// ```swift
/// var passed = try PassedSockets()
/// if let listener = passed.take("web-listener") {
///     print("clients went on waiting at descriptor \(listener.rawValue)")
/// } else {
///     try DescriptorStore.put(made, as: "web-listener", untilHangUp: false)
/// }
/// ```
///
/// The unit says how many it may keep, in `FileDescriptorStoreMax=`: without that each is refused, and nobody is told
/// (systemd 254 and later also set `$FDSTORE`). They come back through ``PassedSockets``, with those of socket units and
/// behind them. `systemctl stop` ends the store, `systemctl restart` does not. sd_pid_notify_with_fds(3).
public enum DescriptorStore {
    /// Asks the service manager to keep a second descriptor of the same open file under `name`. What the store has already
    /// it does not take twice. Never waits.
    ///
    /// - Parameter untilHangUp: whether it is dropped by itself once poll(2) reports a hang-up or an error on it.
    /// - Returns: false when there is no service manager to tell, which is no error.
    /// - Throws: `.invalidArgument` for what is no name; what ``Notifier/send(_:)-(Notifier.Assignment...)`` throws.
    @discardableResult
    public static func put(_ descriptor: CInt, as name: String, untilHangUp: Bool = true) throws(Errno) -> Bool {
        guard isName(name) else { throw .invalidArgument }
        let poll = untilHangUp ? "" : "\nFDPOLL=0"
        return try Notifier.send("FDSTORE=1\nFDNAME=\(name)\(poll)", passing: [descriptor])
    }

    /// Asks the service manager to drop every descriptor that it keeps under `name`. Never waits.
    ///
    /// - Returns: false when there is no service manager to tell, which is no error.
    /// - Throws: as ``put(_:as:untilHangUp:)`` does.
    @discardableResult
    public static func remove(_ name: String) throws(Errno) -> Bool {
        guard isName(name) else { throw .invalidArgument }
        return try Notifier.send("FDSTOREREMOVE=1\nFDNAME=\(name)", passing: [])
    }

    /// Whether systemd takes `text` for a name: up to ``longestName`` characters of ASCII, without control characters
    /// and colons.
    public static func isName(_ text: String) -> Bool {
        text.utf8.count <= longestName
            && text.utf8.allSatisfy { (UInt8(ascii: " ")..<0x7f).contains($0) && $0 != UInt8(ascii: ":") }
    }

    /// The most characters that a name may have.
    public static let longestName = 255
}

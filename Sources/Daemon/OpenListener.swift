internal import LinuxSystem
package import Prefork

/// A listener of this daemon, with what it was asked to be.
package struct OpenListener {
    package let listener: Listener
    /// What it serves, or did.
    package var claim: ListenerClaim
    /// As they were last set by this process; nil where an earlier one or systemd did.
    package var options: ListenerOptions?
    package let source: Source

    package enum Source: Sendable {
        /// Bound by this process.
        case bound
        /// Bound by an earlier process, kept by systemd.
        case store
        /// A socket unit's.
        case unit
    }

    /// Under which name systemd is to keep it; nil for what it keeps by itself.
    package var storedName: StoredName? {
        guard source != .unit else { return nil }
        let isAnyPort = claim.address.utf8.suffix(2).elementsEqual(":0".utf8)
        return StoredName(
            address: claim.address, port: isAnyPort ? listener.address.port : nil, file: listener.path?.file)
    }
}

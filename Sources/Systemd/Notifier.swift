import CSystemd
import LinuxSystem
public import SystemPackage

/// Tells the service manager how this service is, through sd_notify(3), for units with `Type=notify`.
///
/// ```swift
/// try Notifier.send(.ready, .status("4 workers ready"))
/// if let interval = try Notifier.watchdogInterval {
///     print("a sign of life at least every \(interval / 2)")
/// }
/// try Notifier.send(.watchdog)
/// try Notifier.send(.stopping)
/// ```
public enum Notifier {
    /// One assignment of sd_notify(3).
    public enum Assignment: Hashable, Sendable {
        /// READY=1: starting up, or reloading, has finished.
        case ready
        /// RELOADING=1 with MONOTONIC_USEC, the time of sending; end it with `ready`.
        case reloading
        /// STOPPING=1: shutting down has begun.
        case stopping
        /// STATUS=: one line for `systemctl status`. Control characters, newlines among them, become spaces.
        case status(String)
        /// WATCHDOG=1: a sign of life.
        case watchdog
        /// EXTEND_TIMEOUT_USEC=: starting, running or stopping takes at least this long from now on. Microseconds count.
        case extendTimeout(Duration)
    }

    /// Whether a service manager listens: `$NOTIFY_SOCKET` names its socket.
    public static var isAvailable: Bool {
        Environment["NOTIFY_SOCKET"].map { !$0.isEmpty } ?? false
    }

    /// Sends the assignments in one datagram, so that they take effect together. Never waits, unlike sd_notify(3) itself:
    /// a service manager that is stuck must not stop what it manages.
    ///
    /// - Returns: false when there is no service manager to tell, which is no error.
    /// - Throws: what socket(2) or sendto(2) says, among it `.resourceTemporarilyUnavailable` where the service manager
    ///   does not read; `.invalidArgument` for a `$NOTIFY_SOCKET` that is no address.
    @discardableResult
    public static func send(_ assignments: Assignment...) throws(Errno) -> Bool {
        try send(assignments)
    }

    /// Sends the assignments in one datagram, so that they take effect together. Never waits.
    ///
    /// - Returns: false when there is no service manager to tell, which is no error.
    /// - Throws: as ``send(_:)-(Assignment...)`` does.
    @discardableResult
    public static func send(_ assignments: [Assignment]) throws(Errno) -> Bool {
        try send(assignments.map(\.text).joined(separator: "\n"), passing: [])
    }

    static func send(_ text: String, passing descriptors: [CInt]) throws(Errno) -> Bool {
        guard let socket = Environment["NOTIFY_SOCKET"], !socket.isEmpty else { return false }
        try UnixDatagram.send(Array(text.utf8), passing: descriptors, to: try address(socket))
        return true
    }

    /// A path, or "@" and an abstract name.
    private static func address(_ text: String) throws(Errno) -> SocketAddress {
        switch text.utf8.first {
        case UInt8(ascii: "/"): try SocketAddress(unixPath: text)
        case UInt8(ascii: "@"): try SocketAddress(unixAbstract: String(text.dropFirst()))
        default: throw .invalidArgument
        }
    }

    /// Within what time the service manager expects each next `.watchdog`; send one in half of it.
    ///
    /// nil where it expects none, or expects them of another process (`$WATCHDOG_PID`). sd_watchdog_enabled(3).
    /// Throws `.invalidArgument` for a `$WATCHDOG_USEC` that is no number of microseconds.
    public static var watchdogInterval: Duration? {
        get throws(Errno) {
            var microseconds: UInt64 = 0
            let result = sd_watchdog_enabled(0, &microseconds)
            if result < 0 { throw Errno(rawValue: -result) }
            return result > 0 ? .microseconds(Int64(clamping: microseconds)) : nil
        }
    }

    /// Removes from the environment what is meant for this process alone, before a child or another program gets it:
    /// else a child could speak for the service, or take listeners for its own. Not while other threads run.
    public static func forgetEnvironment() {
        let variables = [
            "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
        ]
        for variable in variables { Environment.remove(variable) }
    }
}

extension Notifier.Assignment {
    var text: String {
        switch self {
        case .ready: "READY=1"
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(MonotonicClock.now().wholeMicroseconds)"
        case .stopping: "STOPPING=1"
        case .status(let line): "STATUS=\(Self.oneLine(line))"
        case .watchdog: "WATCHDOG=1"
        case .extendTimeout(let time): "EXTEND_TIMEOUT_USEC=\(max(0, time.wholeMicroseconds))"
        }
    }

    /// A newline would begin another assignment: STATUS= from outside must not be able to say STOPPING=1.
    private static func oneLine(_ text: String) -> String {
        let bytes = text.utf8.map { $0 < UInt8(ascii: " ") || $0 == 0x7f ? UInt8(ascii: " ") : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}

internal import LinuxSystem

/// How a listener is set up, beside its address.
public struct ListenerOptions: Hashable, Sendable {
    /// How many clients may wait in the accept queue, listen(2). The kernel caps it at net.core.somaxconn. It is meant to
    /// be 1 or more: with 0 one client may wait, and a negative number leaves the kernel's cap alone.
    public var backlog: Int
    /// tcp(7) TCP_NODELAY for each connection.
    public var noDelay: Bool
    /// socket(7) SO_KEEPALIVE for each connection.
    public var keepAlive: Bool
    /// Permission bits of a UNIX path, such as 0o660; nil leaves those that the umask gives.
    public var mode: UInt32?
    /// User who owns a UNIX path, by name or number; nil leaves it to the user of this process.
    public var owner: String?
    /// Group of a UNIX path, by name or number; nil leaves that of this process.
    public var group: String?

    /// Options with these values, or their defaults.
    public init(
        backlog: Int = 4096, noDelay: Bool = false, keepAlive: Bool = false,
        mode: UInt32? = nil, owner: String? = nil, group: String? = nil
    ) {
        self.backlog = backlog
        self.noDelay = noDelay
        self.keepAlive = keepAlive
        self.mode = mode
        self.owner = owner
        self.group = group
    }
}

/// The numbers behind the names.
extension ListenerOptions {
    var ownerNumber: UInt32? {
        get throws(ListenerError.Reason) {
            guard let owner else { return nil }
            guard let user = UserDatabase.user(owner) else { throw .unknownUser(owner) }
            return user.id
        }
    }

    var groupNumber: UInt32? {
        get throws(ListenerError.Reason) {
            guard let group else { return nil }
            guard let number = UserDatabase.group(group) else { throw .unknownGroup(group) }
            return number
        }
    }
}

internal import LinuxSystem

/// How a listener is set up, beside its address.
public struct ListenerOptions: Hashable, Sendable {
    /// Length of the accept queue, listen(2); the kernel caps it at net.core.somaxconn.
    public var backlog: Int
    /// tcp(7) TCP_NODELAY for each connection.
    public var noDelay: Bool
    /// socket(7) SO_KEEPALIVE for each connection.
    public var keepAlive: Bool
    /// Permission bits of a UNIX path; nil leaves what the umask gives.
    public var mode: UInt32?
    /// User, by name or number, who owns a UNIX path.
    public var owner: String?
    /// Group, by name or number, of a UNIX path.
    public var group: String?

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

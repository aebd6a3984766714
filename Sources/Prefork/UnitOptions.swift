internal import LinuxSystem
internal import SystemPackage

/// Options that a listener came with, from its unit: a service may add to them, and not take them away.
package struct UnitOptions: Hashable, Sendable {
    package let keepAlive: Bool
    package let noDelay: Bool

    /// Of a socket that this daemon bound.
    static let none = UnitOptions(keepAlive: false, noDelay: false)

    package init(keepAlive: Bool, noDelay: Bool) {
        (self.keepAlive, self.noDelay) = (keepAlive, noDelay)
    }

    /// As they are now.
    init(of socket: CInt) throws(Errno) {
        keepAlive = try Socket.keepsAlive(socket)
        noDelay = try Socket.localAddress(socket).family == .unix ? false : Socket.isWithoutDelay(socket)
    }

    func apply(_ options: ListenerOptions, to socket: CInt) throws(Errno) {
        try Socket.setKeepAlive(socket, keepAlive || options.keepAlive)
        if try Socket.localAddress(socket).family != .unix {
            try Socket.setNoDelay(socket, noDelay || options.noDelay)
        }
    }
}

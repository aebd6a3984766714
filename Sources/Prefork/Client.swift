internal import LinuxSystem
internal import SystemPackage

/// The connecting side: tries each address that a name stands for.
enum Client {
    /// A connected socket, which the caller owns, and its other end.
    static func connect(to text: String) throws(ListenerError) -> (socket: CInt, peer: SocketAddress) {
        let address: ListenAddress
        do { address = try ListenAddress(text) } catch { throw ListenerError(text, .syntax(error)) }
        var failure = ListenerError(text, .system(.addressNotAvailable))
        for target in try ListenerBinding.resolve(address) {
            do {
                let socket = try Socket.make(target.socketAddress.family)
                try Socket.connect(socket, to: target.socketAddress)
                return (socket.release(), target.socketAddress)
            } catch {
                failure = ListenerError(text, .system(error))
            }
        }
        throw failure
    }
}

internal import LinuxSystem
internal import SystemPackage

/// The connecting side: tries each address that a name stands for.
enum Client {
    static func connect(to text: String) throws(ListenerError) -> Connection {
        let address: ListenAddress
        do { address = try ListenAddress(text) } catch { throw ListenerError(text, .syntax(error)) }
        var failure = ListenerError(text, .system(.addressNotAvailable))
        for target in try ListenerBinding.resolve(address) {
            do {
                let socket = try Socket.make(target.socketAddress.family)
                try Socket.connect(socket, to: target.socketAddress)
                return Connection(socket.release(), peer: target.socketAddress)
            } catch {
                failure = ListenerError(text, .system(error))
            }
        }
        throw failure
    }
}

internal import Control
internal import LinuxSystem
internal import SystemPackage

/// Where the daemon's own workers ask it how it is. It is there before the first of them, and every program of this
/// process has the same, so that workers of the one before are answered too.
final class WorkerSocket {
    private let socket: Descriptor?
    /// nil where the system refuses one.
    let address: SocketAddress?

    /// - Parameter number: the descriptor that the program before has left.
    init(handed number: CInt?) {
        let socket = Self.socket(number)
        address = socket.number.flatMap { try? Socket.localAddress($0) }
        self.socket = socket
    }

    private static func socket(_ number: CInt?) -> Descriptor? {
        if let number { return Descriptor(owning: number) }
        return try? ControlListener.unnamedSocket()
    }

    /// For the program that comes next.
    var number: CInt? { socket.number }

    /// Lets the workers in.
    func open(_ control: inout ControlSocket) throws(Errno) {
        switch socket {
        case .none: throw .tooManyOpenFiles
        case .some(let socket):
            try control.open(ControlListener(unnamed: try socket.duplicate()), to: .workers)
        }
    }
}

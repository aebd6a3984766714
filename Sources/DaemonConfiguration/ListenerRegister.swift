import LinuxSystem
import Prefork

/// Knows the addresses of all services, because none may be listened on twice.
struct ListenerRegister {
    private var places: [String: Place] = [:]

    mutating func add(_ address: ListenAddress, at place: Place, _ problems: inout Problems) {
        guard let spelling = Self.canonical(address) else { return }
        if let first = places[spelling] {
            problems.report("\(Escaping.quoted(address.description)) is already listened on: \(first)", at: place)
        } else {
            places[spelling] = place
        }
    }

    /// One spelling for each address; nil for port 0, which is another port each time.
    private static func canonical(_ address: ListenAddress) -> String? {
        switch address {
        case .host(_, port: 0), .any(port: 0): nil
        case .host(let host, let port): SocketAddress(ip: host, port: port)?.description ?? "\(address)"
        default: "\(address)"
        }
    }
}

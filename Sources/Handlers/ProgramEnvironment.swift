internal import LinuxSystem
internal import Prefork

/// The environment of a service's programs: what is the same for all of them, and what says whose connection it is.
package struct ProgramEnvironment {
    private let strings: CStringVector
    private let fixedCount: Int

    /// - Parameter fixed: names with their values, the same for every connection.
    package init(service: String, fixed: [(name: String, value: String)]) {
        strings = CStringVector(fixed.map { "\($0.name)=\($0.value)" } + ["PREFORKD_SERVICE=\(service)"])
        fixedCount = strings.count
    }

    /// The strings for one connection, until the next is asked for.
    func strings(for connection: borrowing Connection) -> CStringVector {
        strings.removeAll(after: fixedCount)
        strings.append("PREFORKD_CONNECTION=\(connection.number)")
        guard let ip = connection.peer.ip, let port = connection.peer.port else {
            strings.append("PROTO=UNIX")
            return strings
        }
        strings.append("PROTO=TCP")
        for name in ["TCPREMOTEIP", "REMOTE_ADDR"] { strings.append("\(name)=\(ip)") }
        for name in ["TCPREMOTEPORT", "REMOTE_PORT"] { strings.append("\(name)=\(port)") }
        if let local = try? connection.local, let ip = local.ip, let port = local.port {
            strings.append("TCPLOCALIP=\(ip)")
            strings.append("TCPLOCALPORT=\(port)")
        }
        return strings
    }
}

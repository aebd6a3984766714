import Glibc
import LinuxSystem

/// What a test needs of the machine. Where that is missing the test is skipped and says why; in CI, where nobody reads what
/// was skipped, it fails.
package struct Need: Sendable {
    /// Said of a test that was skipped.
    package let reason: String
    /// Whether a machine may lack it for good, as a container does, so that CI is content without it.
    private let isOptional: Bool
    private let isMet: @Sendable () -> Bool

    package struct Missing: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ reason: String, isOptional: Bool = false, _ isMet: @escaping @Sendable () -> Bool) {
        self.reason = reason
        self.isOptional = isOptional
        self.isMet = isMet
    }

    /// Whether the test may run.
    package func allows(inCI: Bool = Environment["CI"] != nil) throws(Missing) -> Bool {
        if isMet() { return true }
        guard isOptional || !inCI else { throw Missing(description: "MISSING IN CI: \(reason)") }
        return false
    }
}

extension Need {
    package static let root = Need("only root can be somebody else") { Credentials.isRoot }

    package static let ipv6 = Need("this machine has no IPv6, not even [::1]", isOptional: true) {
        guard let socket = try? Socket.make(.ipv6), let any = SocketAddress(ip: "::1", port: 0) else { return false }
        return (try? Socket.bind(socket, to: any)) != nil
    }

    /// A controller of cgroup v2: who booted the machine may have given it to cgroup v1.
    package static func controller(_ name: String) -> Need {
        Need("the controller \(name) belongs to cgroup v1 here", isOptional: true) {
            let rows = FileContents.text("/proc/cgroups", limit: 65_536)?.split(separator: "\n") ?? []
            let columns = rows.map { $0.split(separator: "\t") }.first { $0.first == name[...] }
            return columns.map { $0.count > 1 && $0[1] == "0" } ?? true
        }
    }

    /// - Parameters:
    ///   - name: looked up as a shell does, or a path.
    ///   - package: of Debian; nil: named as it is.
    package static func program(_ name: String, of package: String? = nil) -> Need {
        let source = package.map { " of the Debian package \($0)" } ?? ""
        return Need("NOT CHECKED: \(name)\(source) is not installed") { isInstalled(name) }
    }

    package static func isInstalled(_ name: String) -> Bool {
        if name.contains("/") { return access(name, X_OK) == 0 }
        let folders = (Environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.contains { access("\($0)/\(name)", X_OK) == 0 }
    }
}

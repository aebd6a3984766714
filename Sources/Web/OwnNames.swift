package import LinuxSystem

/// The names by which a listener is rightly asked.
///
/// A page from anywhere can have the name of its own server mean 127.0.0.1 (DNS rebinding), and then reads what a listener
/// on localhost answers. The request has that name in it, which a browser lets nobody change.
package struct OwnNames: Hashable, Sendable {
    private let more: Set<String>

    package static let refusal =
        "on localhost this answers only to localhost, the name of this machine, IP addresses and the names in \"hosts\""

    /// - Parameter more: besides those that the machine has for itself.
    package init(_ more: [String]) {
        self.more = Set(more.map(Self.plain))
    }

    /// - Parameter local: where the request came in. What others reach is open to them anyhow, and no browser connects to a
    ///   UNIX socket.
    /// - Parameter machine: what this machine calls itself.
    package func include(
        _ authority: HTTPAuthority?, at local: SocketAddress, machine: @autoclosure () -> String? = HostName.current
    ) -> Bool {
        guard local.isLoopback, let authority, !authority.isAddress else { return true }
        let name = Self.plain(authority.host)
        if name == Self.localhost || name.hasSuffix(".\(Self.localhost)") || more.contains(name) { return true }
        guard let machine = machine().map(Self.plain) else { return false }
        return name == machine || name == machine.prefix { $0 != "." }
    }

    private static let localhost = "localhost"

    /// In small letters and without the dot that ends it.
    private static func plain(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }
}

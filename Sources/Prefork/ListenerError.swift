package import LinuxSystem
public import SystemPackage

/// Why an address can't be listened on or connected to.
public struct ListenerError: Error, CustomStringConvertible {
    /// The address as it was written; where a name stands for another one, that follows in parentheses.
    public let address: String
    package let reason: Reason

    /// The error of the system call that failed; nil where none did, as for an address that is misspelt, a host name that
    /// is unknown, or a path that is no socket.
    public var errno: Errno? {
        switch reason {
        case .system(let error), .occupied(.system(let error)): error
        case .occupied(.inUse): .addressInUse
        case .syntax, .lookup, .severalAddresses, .unknownUser, .unknownGroup, .occupied(.notASocket), .notListening,
            .elsewhere, .notPassed, .onlyPassed:
            nil
        }
    }

    package enum Reason: Error {
        case syntax(ListenAddress.SyntaxError)
        case lookup(String)
        case severalAddresses([String])
        case unknownUser(String)
        case unknownGroup(String)
        case occupied(UnixPath.Occupied)
        case notListening
        /// A socket that was to be adopted listens there.
        case elsewhere(SocketAddress)
        case notPassed(available: [String])
        /// Asked for by its name, where nobody has looked at what was passed.
        case onlyPassed
        case system(Errno)

        /// What is thrown on the way to a listener.
        init(_ error: any Error) {
            switch error {
            case let error as ListenerError: self = error.reason
            case let error as ListenAddress.SyntaxError: self = .syntax(error)
            case let error as UnixPath.Occupied: self = .occupied(error)
            case let error as ListenerError.Reason: self = error
            case let error as Errno: self = .system(error)
            default: preconditionFailure("a listener throws what is named above, and not \(error)")
            }
        }
    }

    package init(_ address: String, _ reason: Reason) {
        self.address = address
        self.reason = reason
    }

    /// The address and the reason, in one line.
    public var description: String { "\(address): \(explanation)" }

    private var explanation: String {
        switch reason {
        case .syntax(let error): error.description
        case .lookup(let words): words
        case .severalAddresses(let all):
            "stands for \(all.count) addresses (\(all.joined(separator: ", "))), not for one"
        case .unknownUser(let name): "there is no user \"\(name)\""
        case .unknownGroup(let name): "there is no group \"\(name)\""
        case .occupied(.inUse): "another server answers there"
        case .occupied(.notASocket): "the path exists and is not a socket"
        case .occupied(.system(let error)): error.description
        case .notListening: "the passed descriptor is not a listening stream socket"
        case .elsewhere(let address): "the socket listens on \(address)"
        case .notPassed(let available):
            "no socket of that name was passed (passed: \(available.isEmpty ? "none" : available.joined(separator: ", ")))"
        case .onlyPassed: "a socket that systemd passes is adopted with Listener(passed:name:)"
        case .system(.permissionDenied): "\(Errno.permissionDenied.description)\(portHint)"
        case .system(let error): error.description
        }
    }

    /// The usual reason for EACCES on a TCP address, which the error alone does not tell.
    private var portHint: String {
        guard !address.utf8.starts(with: "unix:".utf8), let colon = address.lastIndex(of: ":"),
            let port = Int(address[address.index(after: colon)...]), (1..<1024).contains(port)
        else { return "" }
        return ": a port below 1024 needs CAP_NET_BIND_SERVICE"
    }
}

extension ListenerError: SystemCaused {
    package var cause: Errno? { errno }
}

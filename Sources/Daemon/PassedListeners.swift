internal import DaemonConfiguration
internal import Prefork
internal import SystemPackage
internal import Systemd

/// What this process was passed at its start: sockets of socket units, and listeners that systemd kept.
struct PassedListeners {
    private(set) var open: [OpenListener] = []
    /// What can't be served, by what it would have been.
    private(set) var unfit: [String: ListenerError] = [:]
    /// Names of what was kept and is of no use.
    private(set) var unusable: [(name: String, error: ListenerError?)] = []

    /// Takes all of it.
    init() throws(Errno) {
        var passed = try PassedSockets()
        while let name = passed.names.first, let socket = passed.take(name) {
            if name == StoreWitness.name {
                unusable.append((name, nil))
            } else if let stored = StoredName(reading: name) {
                do {
                    let listener = try Listener(adopting: socket, asked: stored.address, file: stored.file)
                    open.append(
                        OpenListener(
                            listener: listener, claim: ListenerClaim(stored.address, service: nil), source: .store))
                } catch {
                    unusable.append((name, error))
                }
            } else {
                do {
                    let listener = try Listener(passed: socket, name: name, options: ListenerOptions())
                    open.append(
                        OpenListener(
                            listener: listener, claim: ListenerClaim("systemd:\(name)", service: nil), source: .unit))
                } catch {
                    unfit["systemd:\(name)"] = error
                }
            }
        }
    }

    /// Tells what of it serves nobody.
    func tellUnused(_ left: [OpenListener], _ log: DaemonLog) {
        let unitNames = left.filter { $0.source == .unit }.map(\.claim.address)
        for name in Set(unitNames + unfit.keys).sorted() {
            log.write(
                .passedSocketUnused, .warning,
                "the passed socket \"\(name.dropFirst("systemd:".utf8.count))\" is in no service's listen, ignoring")
        }
        for open in left where open.source == .store {
            log.write(
                .storedListenerDropped, .notice,
                "\(open.claim.address): \(Self.reason(open)); the socket that systemd kept is closed")
        }
        for (_, error) in unusable {
            guard let error else { continue }
            log.write(.storedListenerDropped, .notice, "\(error); what systemd kept is closed")
        }
    }

    private static func reason(_ open: OpenListener) -> String {
        open.listener.isInPlace ? "no service listens there any more" : "the path leads elsewhere by now"
    }
}

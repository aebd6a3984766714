internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork
internal import SystemPackage

/// Has each service listen where its plan says: with listeners that are open, as far as there are, and new ones. All or
/// nothing, and each failure with its service and address.
struct ServiceListeners {
    /// While workers serve, for nobody is buried meanwhile and no client of a full pool helped.
    static let patience = Duration.seconds(5)

    private let log: DaemonLog
    /// What was passed and can't be served, by what it would have been.
    private let unfit: [String: ListenerError]
    private let lookup: HostLookup
    private(set) var failures: [StartFailure] = []
    private var absent: [(service: Int, error: ListenerError)] = []

    /// - Parameter patience: how long all host names together may take to look up; nil: as long as the resolver likes.
    init(log: DaemonLog, unfit: [String: ListenerError] = [:], patience: Duration?) {
        self.log = log
        self.unfit = unfit
        lookup = HostLookup(until: patience.map { MonotonicClock.now() + $0 })
    }

    /// One socket that a service is to have.
    private struct Wanted {
        let service: Int
        let name: ListenAddress
        /// nil for one that systemd passes.
        let target: ListenerBinding.Target?
        let claim: ListenerClaim
    }

    /// Adopts and binds. Where `failures` is not empty, what was bound is of no use and the change to be undone.
    mutating func change(to services: [ServicePlan], from open: [OpenListener]) -> ListenerChange {
        var change = ListenerChange(count: services.count)
        let wanted = services.indices.flatMap { sockets(of: services[$0], $0, open) }
        // To a path that leads elsewhere by now nobody comes: it is bound anew.
        let places = open.indices.filter { open[$0].listener.isInPlace }
        let matching = ListenerMatching(open: places.map { open[$0].claim }, wanted: wanted.map(\.claim))
        for (wanted, taken) in zip(wanted, matching.taken) {
            let service = services[wanted.service]
            if let taken {
                adopt(open[places[taken]], for: service, wanted, &change)
            } else if let target = wanted.target {
                bind(target, for: service, wanted, &change)
            }
        }
        let kept = Set(matching.taken.compactMap { $0.map { places[$0] } })
        change.left = open.indices.filter { !kept.contains($0) }.map { open[$0] }
        check(services, change)
        // What is to be undone at once is told of as what it is: a failure.
        if failures.isEmpty { for open in change.added { tell(open) } }
        return change
    }

    private func tell(_ open: OpenListener) {
        let name = open.claim.service ?? ""
        if open.source == .store {
            write(
                .listenerAdopted, .info, name,
                "listening on \(open.listener.address) again: systemd kept the socket, and its queue")
        } else {
            write(.listening, .info, name, "listening on \(open.listener.address)")
        }
    }

    private mutating func sockets(of service: ServicePlan, _ index: Int, _ open: [OpenListener]) -> [Wanted] {
        service.listen.flatMap { name -> [Wanted] in
            if case .systemd = name { return passed(name, service, index, open) }
            do throws(ListenerError) {
                return try ListenerBinding.resolve(name, lookup: lookup).map { target in
                    Wanted(
                        service: index, name: name, target: target,
                        claim: ListenerClaim(target.address, service: service.name))
                }
            } catch {
                fail(service, error)
                return []
            }
        }
    }

    /// One for each socket that was passed under the name.
    private mutating func passed(
        _ name: ListenAddress, _ service: ServicePlan, _ index: Int, _ open: [OpenListener]
    ) -> [Wanted] {
        let claim = ListenerClaim(name.description, service: service.name)
        let count = open.count { $0.claim.address == claim.address }
        if let error = unfit[claim.address] {
            fail(service, error)
        } else if count == 0 {
            fail(service, ListenerError(claim.address, .notPassed(available: passedNames(open))))
        }
        return Array(repeating: Wanted(service: index, name: name, target: nil, claim: claim), count: count)
    }

    private func passedNames(_ open: [OpenListener]) -> [String] {
        let addresses = open.filter { $0.source == .unit }.map(\.claim.address) + unfit.keys.sorted()
        return addresses.map { String($0.dropFirst("systemd:".utf8.count)) }
    }

    private mutating func adopt(
        _ open: OpenListener, for service: ServicePlan, _ wanted: Wanted, _ change: inout ListenerChange
    ) {
        var adopted = open
        adopted.claim = wanted.claim
        adopted.options = service.options
        // Before, for some of them may be set where another can't be.
        change.note(adopted, before: open)
        do {
            if open.options != service.options { try open.listener.setOptions(service.options) }
            change.services[wanted.service].append(adopted)
            guard open.claim.service == nil else { return }
            change.added.append(adopted)
        } catch {
            fail(service, error)
        }
    }

    private mutating func bind(
        _ target: ListenerBinding.Target, for service: ServicePlan, _ wanted: Wanted, _ change: inout ListenerChange
    ) {
        do {
            let listener = try Listener(target, named: wanted.name, options: service.options)
            let open = OpenListener(
                listener: listener, claim: wanted.claim, options: service.options, source: .bound)
            change.services[wanted.service].append(open)
            change.added.append(open)
        } catch {
            if target.isAbsent(error) {
                absent.append((wanted.service, error))
            } else {
                fail(service, error)
            }
        }
    }

    private mutating func check(_ services: [ServicePlan], _ change: ListenerChange) {
        for (service, listeners) in zip(services, change.services) where listeners.count > Service.maximumListeners {
            fail(service, "stands for \(listeners.count) sockets; at most \(Service.maximumListeners) are possible")
        }
        // A family that this machine has not is no fault of the file, as long as the service can be reached.
        for (index, error) in absent {
            if change.services[index].isEmpty {
                fail(services[index], error)
            } else {
                write(.addressSkipped, .warning, services[index].name, "\(error), ignoring", error.cause)
            }
        }
    }

    private mutating func fail(_ service: ServicePlan, _ error: ListenerError) {
        fail(service, "can't listen on \(error)", error.cause)
    }

    private mutating func fail(_ service: ServicePlan, _ reason: String, _ cause: Errno? = nil) {
        failures.append(StartFailure(service: service.name, reason: reason, cause: cause))
    }

    private func write(
        _ kind: EventKind, _ level: LogLevel, _ service: String, _ words: String, _ cause: Errno? = nil
    ) {
        log.write(kind, level, "\(service): \(words)", Fields().with(.service, service).with(cause))
    }
}

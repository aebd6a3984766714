internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork
internal import SystemPackage
internal import Systemd

/// Binds or adopts what each service listens on; all or nothing, and each failure with its service and address.
struct ServiceListeners {
    private let log: DaemonLog
    private(set) var failures: [StartFailure] = []

    init(log: DaemonLog) {
        self.log = log
    }

    /// The listeners of each service, in order. Where `failures` is not empty they are only those that could be had.
    mutating func bind(_ services: [ServicePlan]) -> [[Listener]] {
        var passed: PassedSockets
        do {
            passed = try PassedSockets()
        } catch {
            failures.append(StartFailure(service: nil, reason: "the passed sockets: \(error)"))
            return []
        }
        let names = passed.names
        let bound = services.map { listeners(of: $0, &passed, names) }
        for name in Set(passed.names).sorted() {
            log.write(
                .passedSocketUnused, .warning, "the passed socket \"\(name)\" is in no service's listen, ignoring")
        }
        return bound
    }

    private mutating func listeners(
        of service: ServicePlan, _ passed: inout PassedSockets, _ names: [String]
    ) -> [Listener] {
        var bound: [Listener] = []
        var absent: [ListenerError] = []
        for address in service.listen {
            if case .systemd(let name) = address {
                adopt(name, for: service, &passed, names, &bound)
            } else {
                bindAll(address, for: service, &bound, &absent)
            }
        }
        if bound.count > Service.maximumListeners {
            fail(service, "stands for \(bound.count) sockets; at most \(Service.maximumListeners) are possible")
        }
        // A family that this machine has not is no fault of the file, as long as the service can be reached.
        for error in absent {
            if bound.isEmpty {
                fail(service, error.description)
            } else {
                log.write(
                    .addressSkipped, .warning, "\(service.name): \(error), ignoring",
                    Fields().with(.service, service.name))
            }
        }
        for listener in bound {
            log.write(
                .listening, .info, "\(service.name): listening on \(listener.address)",
                Fields().with(.service, service.name))
        }
        return bound
    }

    private mutating func adopt(
        _ name: String, for service: ServicePlan, _ passed: inout PassedSockets, _ names: [String],
        _ bound: inout [Listener]
    ) {
        var found = false
        while let socket = passed.take(name) {
            found = true
            do {
                bound.append(try Listener(passed: socket, name: name, options: service.options))
            } catch {
                fail(service, error.description)
            }
        }
        if !found { fail(service, ListenerError("systemd:\(name)", .notPassed(available: names)).description) }
    }

    private mutating func bindAll(
        _ address: ListenAddress, for service: ServicePlan, _ bound: inout [Listener], _ absent: inout [ListenerError]
    ) {
        do {
            for target in try ListenerBinding.resolve(address) {
                do {
                    bound.append(try Listener(target, named: address, options: service.options))
                } catch {
                    if target.isAbsent(error) { absent.append(error) } else { fail(service, error.description) }
                }
            }
        } catch {
            fail(service, error.description)
        }
    }

    private mutating func fail(_ service: ServicePlan, _ reason: String) {
        failures.append(StartFailure(service: service.name, reason: reason))
    }
}

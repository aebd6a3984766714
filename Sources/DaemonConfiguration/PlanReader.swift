import Prefork

/// Reads the files one after the other into a plan, and remembers where each value was written.
struct PlanReader {
    private(set) var plan = DaemonPlan()
    private(set) var origins = Origins()
    private(set) var problems = Problems()
    private var listeners = ListenerRegister()
    private var endedEarly = false
    /// Keys of the daemon that are wrong themselves, so that nothing is judged by them.
    private var rejected: Set<String> = []

    /// Reads one file as far as it can be read.
    mutating func read(_ file: String) {
        plan.sources.append(file)
        do throws(ConfigurationError) {
            try read(SourceText(reading: file))
        } catch {
            report(error)
        }
    }

    mutating func read(_ source: SourceText) throws(ConfigurationError) {
        let root = try source.parse()
        if case .table(let sections) = root.value { read(sections) }
    }

    /// Something on the way to a file was wrong, so what it would have said is not known.
    mutating func report(_ error: ConfigurationError) {
        problems.report(error)
        endedEarly = true
    }

    /// What only all files together can tell.
    mutating func finish(mainFile: String) {
        if origins.services.isEmpty, !endedEarly {
            problems.report("no service is defined; add a [service.NAME]", at: .start(of: mainFile))
        }
        checkDaemon()
        checkDrains()
    }

    /// Keys of the daemon that others leave no use for, in whatever files they are.
    private mutating func checkDaemon() {
        for key in Keys.daemon {
            guard let condition = key.condition, !rejected.contains(condition.key),
                let objection = condition.objection(plan), let place = origins.daemon[key.name]
            else { continue }
            problems.report("\"\(key.name)\" \(objection)", at: place)
        }
    }

    /// A service is stopped with the daemon, so more time than that has could never be had.
    private mutating func checkDrains() {
        if rejected.contains("drain-timeout") { return }
        for service in plan.services {
            guard let drain = service.drainTimeout, drain > plan.drainTimeout,
                let place = origins.services[service.name]?.values["timeouts.drain"]
            else { continue }
            let whole = plan.drainTimeout.configurationText
            problems.report(
                "\"timeouts.drain\" (\(drain.configurationText)) is longer than the daemon's drain-timeout (\(whole))",
                at: place)
        }
    }

    private mutating func read(_ sections: [TOMLMember]) {
        for section in sections {
            switch (section.key, section.node.value) {
            case ("daemon", .table(let table)): readDaemon(table)
            case ("service", .table(let services)): readServices(services)
            case ("daemon", _), ("service", _):
                problems.reportType(of: section.node, key: section.key, wanted: "a table")
            case (_, .table):
                let suggestion = Suggestion.clause(for: section.key, among: ["daemon", "service"])
                problems.report("unknown section [\(Escaping.quotedKey(section.key))]\(suggestion)", at: section.place)
            default:
                problems.report("unknown key \(Escaping.quoted(section.key)) outside of a section", at: section.place)
            }
        }
    }

    private mutating func readDaemon(_ table: [TOMLMember]) {
        var section = Section(title: "daemon", keys: Keys.daemon, table: table, problems: &problems)
        for (name, member) in section.written {
            guard let first = origins.daemon[name] else { continue }
            problems.report("\"\(name)\" is already defined at \(first)", at: member.place)
            section.remove(name)
        }
        section.read(into: &plan, &problems)
        rejected.formUnion(section.rejected)
        origins.daemon.merge(section.origins) { first, _ in first }
    }

    private mutating func readServices(_ services: [TOMLMember]) {
        for member in services {
            guard case .table(let table) = member.node.value else {
                problems.report(
                    "\(Escaping.quoted(member.key)) is not in a service; it belongs below a [service.NAME]",
                    at: member.place)
                continue
            }
            if !isServiceName(member.key) {
                problems.report(
                    "\(Escaping.quoted(member.key)) is no name of a service: "
                        + "1 to 63 letters, digits, - and _, a letter first", at: member.place)
            }
            let first = origins.services[member.key]?.place
            if let first {
                problems.report(
                    "service \(Escaping.quoted(member.key)) is already defined at \(first)", at: member.place)
            }
            let (service, values) = readService(member, table, isRepeated: first != nil)
            if first == nil {
                plan.services.append(service)
                origins.services[member.key] = values
            }
        }
    }

    private mutating func readService(
        _ member: TOMLMember, _ table: [TOMLMember], isRepeated: Bool
    ) -> (ServicePlan, Origins.Service) {
        var service = ServicePlan.blank
        service.name = member.key
        service.place = member.place
        var section = Section(
            title: "service.\(Escaping.quotedKey(member.key))", keys: Keys.service, table: table, problems: &problems)
        section.read(into: &service, &problems)
        section.checkUse(in: service, at: member.place, &problems)
        service.workers.settle(section, of: service.handler.name, &problems)
        service.lookUpPaths(section, &problems)
        // Its listeners are those of the first, and one mistake is enough to tell.
        if !isRepeated, section.isGood("listen"), let listen = section.written["listen"] {
            for (address, node) in zip(service.listen, listen.node.elements) {
                listeners.add(address, at: node.place, &problems)
            }
        }
        return (service, Origins.Service(place: member.place, values: section.origins))
    }

    private func isServiceName(_ name: String) -> Bool {
        guard let first = name.utf8.first else { return false }
        return first.isLetter && name.utf8.count <= 63 && name.utf8.allSatisfy(\.isBareKey)
    }
}

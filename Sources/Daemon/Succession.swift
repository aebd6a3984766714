internal import DaemonConfiguration
internal import LinuxSystem
package import Prefork

/// The programs that this process was and can become, and what goes with it from one to the next.
package final class Succession {
    /// What the program before has left; nil: this process was started as what it is.
    package let handover: Handover?
    let role: Inheritance.Role
    private let path: String
    private let arguments: [String]
    /// The file of this program, for the next one to go back to: by then another may have its name.
    private let file: Descriptor?
    /// Closed once there is no way back.
    private var previous: Descriptor?
    /// Held as long as there is a way back, which takes a descriptor: this program may fail for want of one.
    private var reserve: Descriptor?
    private var descriptorLimit: ResourceLimit?
    var debt: ReadinessDebt
    /// What this program runs when the next one comes.
    var held: () -> Configuration? = { nil }
    /// The log of this program; nil: it has not begun.
    private var log: DaemonLog?

    /// Open for as long as this process can go back to the program before.
    private(set) lazy var workerSocket = WorkerSocket(
        handed: handover?.records.first { $0.kind == Self.socketKind }?.number("descriptor"))

    /// The same for this one.
    private(set) lazy var operatorSocket = OperatorSocket(in: handover)

    private static let programKind = "daemon"
    private static let socketKind = "workers-door"
    private static let listenerKind = "listener"
    private static let configurationKind = "configuration"
    private static let (level, configuredLevel) = ("log-level", "configured-log-level")
    private static let returned = "returned"
    private static let deletedMark = " (deleted)"

    /// - Parameter arguments: those that this process was started with.
    package init(arguments: [String], handover: Handover?) {
        if handover != nil { reserve = try? ThisProcess.openProgram() }
        file = try? ThisProcess.openProgram()
        self.arguments = arguments
        self.handover = handover
        let record = Self.ownRecord(in: handover)
        role = record?["role"] == Self.returned ? .returned : .successor
        debt = ReadinessDebt(record)
        path = record?["path"] ?? Self.ownPath ?? arguments.first ?? ""
        previous = record?.number("descriptor").map { Descriptor(owning: $0) }
    }

    /// After an upgrade of the package the file that runs has no name any more, and the new one has it.
    private static var ownPath: String? {
        guard let own = ThisProcess.program else { return nil }
        return own.hasSuffix(deletedMark) ? String(own.dropLast(deletedMark.count)) : own
    }

    /// As text, the configuration that this program's own workers run, where it goes on with them: the files may be
    /// others by now, or ones that only the other program could read.
    package var configuration: String? {
        guard role == .returned else { return nil }
        return configurationRecord?["text"]
    }

    var programs: Programs {
        Programs(
            next: ProgramImage(path: path, arguments: arguments),
            examiner: ProgramImage(path: path, arguments: arguments + ["--check"]), back: back,
            isKept: ownNumber != nil,
            makeRoom: { [self] in reserve = nil }, records: { [self] isReturn in records(isReturn: isReturn) })
    }

    private var back: ProgramImage? {
        guard role == .successor, let number = previousNumber else { return nil }
        return ProgramImage(path: "/proc/self/fd/\(number)", arguments: arguments)
    }

    private var previousNumber: CInt? { previous.number }
    private var ownNumber: CInt? { file.number }

    /// The limit of descriptors that the first program of this process was started with, which its workers get: it has
    /// raised its own, and that goes on to the next.
    func startedWith(_ now: ResourceLimit?) -> ResourceLimit? {
        descriptorLimit = handedLimit ?? now
        return descriptorLimit
    }

    private var handedLimit: ResourceLimit? {
        guard let record = Self.ownRecord(in: handover),
            let soft: Int = record.number("soft"), let hard: Int = record.number("hard")
        else { return nil }
        return ResourceLimit(soft: soft, hard: hard)
    }

    /// Has the log go on where that of the program before was.
    func goOn(in log: DaemonLog, _ plan: DaemonPlan? = nil) {
        guard self.log == nil else { return }
        self.log = log
        guard let handover else { return }
        log.goOn(fromLosses: Self.ownRecord(in: handover)?.number("losses") ?? 0)
        log.history.goOn(from: handover)
        if let plan, let level = handedLevel(plan) { log.level = level }
    }

    /// What somebody has set it to stays, unless the file has changed.
    private func handedLevel(_ plan: DaemonPlan) -> LogLevel? {
        guard let record = configurationRecord, record[Self.configuredLevel] == plan.logLevel.rawValue else {
            return nil
        }
        return record[Self.level].flatMap(LogLevel.init(rawValue:))
    }

    /// Which configuration it is that this program goes on with.
    var reading: ConfigurationReading {
        guard let handed = configurationRecord.flatMap(ConfigurationReading.init) else { return ConfigurationReading() }
        return role == .returned ? handed : handed.next
    }

    /// What the program before says of itself.
    private static func ownRecord(in handover: Handover?) -> HandoverRecord? {
        handover?.records.first { $0.kind == programKind }
    }

    private func records(isReturn: Bool) -> [HandoverRecord] {
        var own = debt.fields
        own["path"] = path
        if isReturn { own["role"] = Self.returned }
        if let descriptorLimit {
            own["soft"] = "\(descriptorLimit.soft)"
            own["hard"] = "\(descriptorLimit.hard)"
        }
        own["losses"] = "\(log?.lossCount ?? 0)"
        own["descriptor"] = (isReturn ? previousNumber : ownNumber).map { "\($0)" }
        let door = workerSocket.number.map { HandoverRecord(Self.socketKind, ["descriptor": "\($0)"]) }
        let configuration = isReturn ? configurationRecord : held().map(record)
        return [HandoverRecord(Self.programKind, own)]
            + [configuration, door, operatorSocket.record].compactMap(\.self) + (held()?.open ?? []).map(Self.record)
            + (log?.history.records ?? [])
    }

    /// What the program before had.
    private var configurationRecord: HandoverRecord? {
        handover?.records.first { $0.kind == Self.configurationKind }
    }

    private func record(_ held: Configuration) -> HandoverRecord {
        var fields = held.reading.fields
        fields["text"] = held.plan.printed
        fields[Self.configuredLevel] = held.plan.logLevel.rawValue
        fields[Self.level] = log?.level.rawValue
        return HandoverRecord(Self.configurationKind, fields)
    }

    /// This program holds: there is no way back, and what nobody has taken of the listeners goes.
    func completed() {
        previous = nil
        reserve = nil
        inherited = []
    }

    /// This program can't even begin: the one before goes on, in this process, as if nothing had been.
    /// - Returns: only where that is not possible either.
    package func goBack(because reasons: [String], _ log: DaemonLog) {
        guard var handover, let back else { return }
        goOn(in: log)
        UpgradeLog(log: log).write(.refused(Configurator.summary(reasons)))
        log.history.replace(in: &handover)
        for index in handover.records.indices where handover.records[index].kind == Self.programKind {
            handover.records[index].fields["role"] = Self.returned
        }
        reserve = nil
        _ = handover.become(back)
    }

    // MARK: Listeners

    private static func record(_ open: OpenListener) -> HandoverRecord {
        var fields = [
            "descriptor": "\(open.listener.rawValue)", "address": open.claim.address,
            "source": open.source == .unit ? "unit" : "bound",
        ]
        if let file = open.listener.path?.file {
            fields["device"] = "\(file.device)"
            fields["inode"] = "\(file.inode)"
        }
        return HandoverRecord(listenerKind, fields)
    }

    /// One that can't be taken is closed: whoever wants it binds it anew.
    private(set) lazy var inherited: [OpenListener] = (handover?.records ?? [])
        .filter { $0.kind == Self.listenerKind }.compactMap { record in
            guard let number: CInt = record.number("descriptor"), let address = record["address"] else { return nil }
            let source: OpenListener.Source = record["source"] == "unit" ? .unit : .bound
            guard let listener = try? Self.listener(number, address, source, record) else { return nil }
            return OpenListener(listener: listener, claim: ListenerClaim(address, service: nil), source: source)
        }

    private static func listener(
        _ number: CInt, _ address: String, _ source: OpenListener.Source, _ record: HandoverRecord
    ) throws(ListenerError) -> Listener {
        let socket = Descriptor(owning: number)
        if source == .unit {
            let name = String(address.dropFirst("systemd:".utf8.count))
            return try Listener(passed: socket, name: name, options: ListenerOptions())
        }
        var file: FileIdentity?
        if let device: UInt64 = record.number("device"), let inode: UInt64 = record.number("inode") {
            file = FileIdentity(device: device, inode: inode)
        }
        return try Listener(adopting: socket, asked: address, file: file)
    }
}

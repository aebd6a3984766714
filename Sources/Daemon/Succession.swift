internal import DaemonConfiguration
internal import LinuxSystem
package import Prefork

/// The programs that this process was and can become, and what goes with it from one to the next.
package final class Succession {
    /// What the program before has left; nil: this process was started as what it is.
    package let handover: Handover?
    let role: Inheritance.Role
    let path: String
    private let arguments: [String]
    /// The file of this program, for the next one to go back to: by then another may have its name.
    private let file: Descriptor?
    /// Closed once there is no way back.
    private var previous: Descriptor?
    /// Held as long as there is a way back, which takes a descriptor: this program may fail for want of one.
    private var reserve: Descriptor?
    private(set) var descriptorLimit: ResourceLimit?
    var debt: ReadinessDebt
    /// What this program runs when the next one comes.
    var held: () -> Configuration? = { nil }
    /// The log of this program; nil: it has not begun.
    private(set) var log: DaemonLog?

    /// Listeners of the program before that nobody has taken yet; one that can't be had is closed, and bound anew.
    private(set) lazy var inherited = (handover?.records ?? []).compactMap(OpenListener.init)

    /// Open for as long as this process can go back to the program before.
    private(set) lazy var workerSocket = WorkerSocket(
        handed: handover?.records.first { $0.kind == Self.socketKind }?.descriptor)

    /// The same for this one.
    private(set) lazy var operatorSocket = OperatorSocket(in: handover)

    /// As earlier versions call it, who hand it on and get it back.
    static let socketKind = "workers-door"
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
        previous = record?.descriptor.map { Descriptor(owning: $0) }
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

    var previousNumber: CInt? { previous.number }
    var ownNumber: CInt? { file.number }

    /// The limit of descriptors that the first program of this process was started with, which its workers get: it has
    /// raised its own, and that goes on to the next.
    func startedWith(_ now: ResourceLimit?) -> ResourceLimit? {
        descriptorLimit = handedLimit ?? now
        return descriptorLimit
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

    /// Which configuration it is that this program goes on with.
    func reading(_ plan: DaemonPlan) -> ConfigurationReading {
        guard let handed = configurationRecord.flatMap({ ConfigurationReading($0) }) else {
            return ConfigurationReading(plan)
        }
        return role == .returned ? handed : handed.next(plan)
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
}

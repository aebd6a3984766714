internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork

/// What the daemon adds to what one program of this process hands to the next, and what it finds of that.
extension Succession {
    static let programKind = "daemon"
    static let returned = "returned"
    private static let configurationKind = "configuration"
    private static let (level, configuredLevel) = ("log-level", "configured-log-level")
    private static let (softLimit, hardLimit) = ("soft", "hard")

    var handedLimit: ResourceLimit? {
        guard let record = Self.ownRecord(in: handover),
            let soft: Int = record.number(Self.softLimit), let hard: Int = record.number(Self.hardLimit)
        else { return nil }
        return ResourceLimit(soft: soft, hard: hard)
    }

    /// What somebody has set it to stays, unless the file has changed.
    func handedLevel(_ plan: DaemonPlan) -> LogLevel? {
        guard let record = configurationRecord, record[Self.configuredLevel] == plan.logLevel.rawValue else {
            return nil
        }
        return record[Self.level].flatMap(LogLevel.init(rawValue:))
    }

    /// What the program before says of itself.
    static func ownRecord(in handover: Handover?) -> HandoverRecord? {
        handover?.records.first { $0.kind == programKind }
    }

    func records(isReturn: Bool) -> [HandoverRecord] {
        var own = debt.fields
        own["path"] = path
        if isReturn { own["role"] = Self.returned }
        if let descriptorLimit {
            own[Self.softLimit] = "\(descriptorLimit.soft)"
            own[Self.hardLimit] = "\(descriptorLimit.hard)"
        }
        own["losses"] = "\(log?.lossCount ?? 0)"
        var program = HandoverRecord(Self.programKind, own)
        program.descriptor = isReturn ? previousNumber : ownNumber
        let configuration = isReturn ? configurationRecord : held().map(record)
        return [program] + [configuration, socketRecord, operatorSocket.record].compactMap(\.self)
            + (held()?.open ?? []).map(\.record) + (log?.history.records ?? [])
    }

    /// What the program before had.
    var configurationRecord: HandoverRecord? {
        handover?.records.first { $0.kind == Self.configurationKind }
    }

    private func record(_ held: Configuration) -> HandoverRecord {
        var fields = held.reading.fields
        fields["text"] = held.plan.printed
        fields[Self.configuredLevel] = held.plan.logLevel.rawValue
        fields[Self.level] = log?.level.rawValue
        return HandoverRecord(Self.configurationKind, fields)
    }

    private var socketRecord: HandoverRecord? {
        guard let number = workerSocket.number else { return nil }
        var record = HandoverRecord(Self.socketKind, [:])
        record.descriptor = number
        return record
    }
}

internal import LinuxSystem
internal import PoolPolicy

/// Pools and workers as lines of text, and back.
extension PoolHandover {
    init?(_ record: HandoverRecord) {
        guard let service = record["service"], let capacity: Int = record.number("capacity"),
            (1...PoolLimits.maximum).contains(capacity),
            let memory: CInt = record.number("memory"), let alarm: CInt = record.number("alarm"),
            let ledger: CInt = record.number("ledger"), let sets = record.numbers("sets"),
            let listeners = record.numbers("listeners"), let totals = Totals(record),
            let durations = DurationHistogram(record),
            let kind = WorkerKind(word: record["kind"] ?? "")
        else { return nil }
        self.init(
            service: service, capacity: capacity, kind: kind, isCurrent: record["current"] == "yes",
            wasReady: record["ready"] == "yes", totals: totals, durations: durations, memory: memory, alarm: alarm,
            ledger: ledger,
            sets: sets, listeners: listeners)
        configured = record["configured"].flatMap { PoolBounds($0) }
        bounds = record["bounds"].flatMap { PoolBounds($0) }
        isDraining = record["draining"] == "yes"
        startTimeout = record.number("start-timeout").map { (time: Int64) in .nanoseconds(time) }
    }

    var record: HandoverRecord {
        var fields = [
            "service": service, "capacity": "\(capacity)", "kind": kind.word, "current": isCurrent ? "yes" : "no",
            "ready": wasReady ? "yes" : "no", "memory": "\(memory)", "alarm": "\(alarm)", "ledger": "\(ledger)",
            "sets": Self.list(sets), "listeners": Self.list(listeners),
        ]
        fields["configured"] = configured?.text
        fields["bounds"] = bounds?.text
        if isDraining { fields["draining"] = "yes" }
        fields["start-timeout"] = startTimeout.map { "\($0.wholeNanoseconds)" }
        for more in [totals.fields, durations.fields] { fields.merge(more) { first, _ in first } }
        return HandoverRecord("pool", fields)
    }

    private static func list(_ numbers: [CInt]) -> String { numbers.map { "\($0)" }.joined(separator: ",") }
}

extension WorkerHandover {
    init?(_ record: HandoverRecord) {
        guard let slot: Int = record.number("slot"), slot >= 0, let generation: UInt32 = record.number("generation"),
            let pid: Int32 = record.number("pid"), let phase = record["phase"].flatMap({ Phase(rawValue: $0) }),
            let spawned: Int64 = record.number("spawned"), let descriptor: CInt = record.number("pidfd")
        else { return nil }
        self.init(
            slot: slot, generation: generation, pid: pid, phase: phase, spawned: .nanoseconds(spawned),
            descriptor: descriptor, stderr: record.number("stderr"), untold: record["untold"])
        acceptedBefore = record.number("accepted-before")
        channel = record.number("channel").map { (number: CInt) in
            Channel(descriptor: number, marks: record.number("marks") ?? 0)
        }
    }

    var record: HandoverRecord {
        var fields = [
            "slot": "\(slot)", "generation": "\(generation)", "pid": "\(pid)", "phase": phase.rawValue,
            "spawned": "\(spawned.wholeNanoseconds)", "pidfd": "\(descriptor)",
        ]
        fields["stderr"] = stderr.map { "\($0)" }
        fields["untold"] = untold
        fields["accepted-before"] = acceptedBefore.map { "\($0)" }
        fields["channel"] = channel.map { "\($0.descriptor)" }
        fields["marks"] = channel.map { "\($0.marks)" }
        return HandoverRecord("worker", fields)
    }
}

extension Totals {
    private static var names: [(String, WritableKeyPath<Totals, UInt64>)] {
        [
            ("accepted", \.accepted), ("served", \.served), ("failed", \.failed), ("crashed", \.crashed),
            ("received", \.received), ("sent", \.sent), ("unrecorded", \.unrecorded), ("started", \.started),
            ("died", \.died),
        ]
    }

    fileprivate init?(_ record: HandoverRecord) {
        self.init()
        for (name, path) in Self.names {
            guard let count: UInt64 = record.number(name) else { return nil }
            self[keyPath: path] = count
        }
    }

    fileprivate var fields: [String: String] {
        Dictionary(uniqueKeysWithValues: Self.names.map { ($0.0, "\(self[keyPath: $0.1])") })
    }
}

extension DurationHistogram {
    /// Each class with its bound, for the next program may have others. A program of before had none.
    fileprivate init?(_ record: HandoverRecord) {
        self.init()
        for pair in record["durations"]?.split(separator: ",") ?? [] {
            let numbers = pair.split(separator: ":").map { UInt64($0) }
            guard numbers.count == 2, let bound = numbers[0], let count = numbers[1] else { return nil }
            add(count, upTo: bound)
        }
        add(microseconds: record.number("duration-us") ?? 0)
    }

    fileprivate var fields: [String: String] {
        let pairs = counts.enumerated().filter { $0.element > 0 }.map { "\(Self.bound(of: $0.offset)):\($0.element)" }
        return ["durations": pairs.joined(separator: ","), "duration-us": "\(microseconds)"]
    }
}

extension WorkerKind {
    private static let handlerWord = "handler"

    fileprivate init?(word: String) {
        if word == Self.handlerWord {
            self = .handler
        } else if let readiness = Readiness(rawValue: word) {
            self = .program(readiness)
        } else {
            return nil
        }
    }

    fileprivate var word: String {
        switch self {
        case .handler: Self.handlerWord
        case .program(let readiness): readiness.rawValue
        }
    }
}

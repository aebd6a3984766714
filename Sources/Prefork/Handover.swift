internal import LinuxSystem

/// What one program of a process hands on to the next one: pools with their workers, and what the daemon adds.
///
/// Descriptors keep their numbers over an exec, so numbers are all there is to tell.
package struct Handover: Hashable, Sendable {
    /// Of the program that hands over.
    package var version = preforkVersion
    /// `ScoreboardLayout.version` of that program.
    package var layout = ScoreboardLayout.version
    /// In the order of the configuration that holds, then those that are being taken over from.
    package var pools: [PoolHandover] = []
    /// The daemon's own.
    package var records: [HandoverRecord] = []
    /// What was asked for and not begun.
    package var wantsReload = false
    package var wantsUpgrade = false

    package init() {}

    package init?(_ text: String) {
        guard let lines = HandoverText.read(text), let head = lines.first, head.kind == "program",
            let version = head["version"], let layout: Int = head.number("layout")
        else { return nil }
        self.version = version
        self.layout = layout
        wantsReload = head["reload"] == "yes"
        wantsUpgrade = head["upgrade"] == "yes"
        for line in lines.dropFirst() {
            switch line.kind {
            case "pool":
                guard let pool = PoolHandover(line) else { return nil }
                pools.append(pool)
                pools[pools.count - 1].isReadable = layout == ScoreboardLayout.version
            case "worker":
                guard let capacity = pools.last?.capacity, let worker = WorkerHandover(line), worker.slot < capacity
                else { return nil }
                pools[pools.count - 1].workers.append(worker)
            default: records.append(line)
            }
        }
    }

    /// Whether every service once had its minimum ready.
    package var wasReady: Bool { pools.allSatisfy { !$0.isCurrent || $0.wasReady } }

    package var text: String {
        var head = HandoverRecord("program", ["version": version, "layout": "\(layout)"])
        if wantsReload { head.fields["reload"] = "yes" }
        if wantsUpgrade { head.fields["upgrade"] = "yes" }
        var lines = [head]
        for pool in pools {
            lines.append(pool.record)
            lines += pool.workers.map(\.record)
        }
        return HandoverText.write(lines + records)
    }

    /// Every descriptor that is handed on.
    package var descriptors: [CInt] {
        records.compactMap(\.descriptor)
            + pools.flatMap { pool in
                [pool.memory, pool.alarm, pool.ledger] + pool.sets
                    + pool.workers.flatMap { [$0.descriptor, $0.stderr, $0.channel?.descriptor].compactMap(\.self) }
            }
    }
}

/// A pool as it is handed on.
package struct PoolHandover: Hashable, Sendable {
    package var service: String
    package var capacity: Int
    package var kind: WorkerKind
    package var isCurrent: Bool
    package var wasReady: Bool
    /// The numbers of workers that were configured, and those that hold; nil where nobody tells.
    package var configured: PoolBounds?
    package var bounds: PoolBounds?
    /// Whether it takes no connection until it is resumed.
    package var isDraining = false
    /// What the service has counted, for a program that can't read the memory.
    package var totals: Totals
    package var durations: DurationHistogram
    /// How long a start may take; nil where nobody tells.
    package var startTimeout: Duration?
    /// Whether this program knows how that memory is laid out.
    var isReadable = true
    package var memory: CInt
    package var alarm: CInt
    package var ledger: CInt
    package var sets: [CInt]
    package var listeners: [CInt]
    package var workers: [WorkerHandover]

    package init(
        service: String, capacity: Int, kind: WorkerKind = .handler, isCurrent: Bool = false, wasReady: Bool = false,
        totals: Totals, durations: DurationHistogram = DurationHistogram(), memory: CInt,
        alarm: CInt, ledger: CInt, sets: [CInt], listeners: [CInt], workers: [WorkerHandover] = []
    ) {
        self.service = service
        self.capacity = capacity
        self.kind = kind
        self.isCurrent = isCurrent
        self.wasReady = wasReady
        self.totals = totals
        self.durations = durations
        self.memory = memory
        self.alarm = alarm
        self.ledger = ledger
        self.sets = sets
        self.listeners = listeners
        self.workers = workers
    }
}

/// A worker as it is handed on.
package struct WorkerHandover: Hashable, Sendable {
    package var slot: Int
    package var generation: UInt32
    package var pid: Int32
    package var phase: Phase
    /// On the monotonic clock, which an exec does not touch.
    package var spawned: Duration
    package var descriptor: CInt
    package var stderr: CInt?
    /// What it has written to its stderr, and nobody was told yet.
    package var untold: String?
    /// What its slot had counted before it; nil: it is not known.
    package var acceptedBefore: UInt64?
    /// Where a program is heard that is on its way to be ready.
    package var channel: Channel?

    package struct Channel: Hashable, Sendable {
        package var descriptor: CInt
        /// What has come of those that are told by marks.
        package var marks: UInt8

        package init(descriptor: CInt, marks: UInt8 = 0) {
            self.descriptor = descriptor
            self.marks = marks
        }
    }

    package enum Phase: String, Sendable {
        case starting, ready, retiring
    }

    package init(
        slot: Int, generation: UInt32, pid: Int32, phase: Phase, spawned: Duration, descriptor: CInt,
        stderr: CInt? = nil, untold: String? = nil
    ) {
        self.slot = slot
        self.generation = generation
        self.pid = pid
        self.phase = phase
        self.spawned = spawned
        self.descriptor = descriptor
        self.stderr = stderr
        self.untold = untold
    }
}

internal import Control
package import DaemonConfiguration
internal import LinuxSystem
internal import Logging
package import Prefork
internal import Systemd

/// The daemon's log: to the journal under systemd, else a line on stderr; with a count of what could not be written.
///
/// One value for each process: a worker that was forked goes on with its copy, in its own name.
package final class DaemonLog {
    private var logger: Logger
    /// nil where the system refuses the memory for it; then each process has its own.
    private let sharedLevel: SharedLevel?
    /// Where the supervisor's events are kept besides.
    let history = EventHistory()
    private let losses: LossCount
    /// Whether this process became a worker. It keeps no events, and leaves those that it was forked with where they are:
    /// to free them it would need pages of its own.
    private var isWorker = false
    /// Descriptors that a worker must keep open for it.
    package let keptDescriptors: [CInt]

    /// Whether records go to the journal.
    package let isJournal: Bool

    package init(level: LogLevel) {
        let losses = LossCount()
        let onLoss: @Sendable () -> Void = { losses.add() }
        if Journal.receivesStandardError, let socket = try? Journal.openNonblocking() {
            logger = Logger(label: "preforkd") {
                JournalLogHandler(label: $0, identifier: "preforkd", onLoss: onLoss)
            }
            keptDescriptors = [socket]
            isJournal = true
        } else {
            // A worker's descriptor 2 is a pipe to the supervisor, and its records are to arrive without that.
            let copy = try? StandardError.duplicate()
            logger = Logger(label: "preforkd") {
                StandardErrorLogHandler(label: $0, descriptor: copy ?? 2, onLoss: onLoss)
            }
            keptDescriptors = copy.map { [$0] } ?? []
            isJournal = false
        }
        logger.logLevel = level.loggerLevel
        sharedLevel = try? SharedLevel(level.loggerLevel)
        self.losses = losses
    }

    /// The least urgent records that are written, by the supervisor and by its workers.
    package var level: LogLevel {
        get {
            let current = sharedLevel?.level ?? logger.logLevel
            return LogLevel.allCases.first { $0.loggerLevel == current } ?? .info
        }
        set {
            sharedLevel?.level = newValue.loggerLevel
            logger.logLevel = newValue.loggerLevel
        }
    }

    /// Records that this process lost, in all its programs.
    package var lossCount: UInt64 { losses.count }

    /// The program before lost so many.
    func goOn(fromLosses count: UInt64) { losses.goOn(from: count) }

    /// Speaks for a worker from here on, and counts what is lost in its slot, where the supervisor sees it. Before its first
    /// record and not before: most workers never write one, and each would pay for it at its start.
    package func become(_ seat: WorkerSeat) {
        if isWorker { return }
        isWorker = true
        losses.forget()
        let slot = seat.slot
        losses.mirror = { slot.pointee.countUnrecorded() }
        let fields = Fields().with(service: seat.service, seat.id, pid: ThisProcess.pid)
        for (key, value) in fields.metadata { logger[metadataKey: key] = value }
    }

    /// The same for a worker in a chroot: the journal is found by its path, and there by a connection that is made here.
    var keptDescriptorsInChroot: [CInt] {
        guard isJournal, let socket = try? Journal.connect() else { return keptDescriptors }
        return keptDescriptors + [socket]
    }

    package func write(
        _ kind: EventKind, _ level: LogLevel, _ message: @autoclosure () -> String,
        _ fields: @autoclosure () -> Fields = Fields(),
        file: String = #fileID, function: String = #function, line: UInt = #line
    ) {
        if !isWorker, level.loggerLevel >= .info || kind.isDecision {
            history.add(
                level.rawValue, message(), service: fields().metadata[Fields.Name.service.rawValue]?.description)
        }
        if let current = sharedLevel?.level, current != logger.logLevel { logger.logLevel = current }
        guard level.loggerLevel >= logger.logLevel else { return }
        let lost = losses.count
        let metadata = fields().with(.messageID, kind.rawValue).metadata
        logger.log(
            level: level.loggerLevel, "\(message())", metadata: metadata, file: file, function: function, line: line)
        if losses.count == lost && losses.untold > 0 { losses.tell(writeLosses) }
    }

    /// At level error, which no setting holds back.
    private func writeLosses() {
        logger.error(
            "\(Counted(losses.untold, "record")) before this one could not be written",
            metadata: Fields().with(.messageID, EventKind.recordsLost.rawValue).metadata)
    }
}

extension LogLevel {
    /// The same by its name, as the log library has it, which has more of them.
    fileprivate var loggerLevel: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}

public import Logging

/// How urgent a record is, in the numbers of syslog(3) that the journal sorts and filters by.
public enum SyslogPriority: UInt8, CaseIterable, Sendable {
    /// 0: the system is unusable.
    case emergency
    /// 1: action must be taken at once.
    case alert
    /// 2: critical conditions.
    case critical
    /// 3: error conditions.
    case error
    /// 4: warning conditions.
    case warning
    /// 5: normal, but significant.
    case notice
    /// 6: informational.
    case info
    /// 7: of use to those who debug.
    case debug
}

/// The one table of levels: a level's name is its `rawValue`, as in `log-level = "notice"`.
extension SyslogPriority {
    static let ofLevel: [(level: Logger.Level, priority: SyslogPriority)] = [
        (.trace, .debug),
        (.debug, .debug),
        (.info, .info),
        (.notice, .notice),
        (.warning, .warning),
        (.error, .error),
        (.critical, .critical),
    ]

    /// The priority of a record at `level`. syslog knows nothing below debug.
    public init(_ level: Logger.Level) {
        self = Self.ofLevel.first { $0.level == level }?.priority ?? .debug
    }

    /// The level that stands for this priority; swift-log knows nothing above critical.
    public var level: Logger.Level {
        Self.ofLevel.last { $0.priority == self }?.level ?? .critical
    }

    /// As wide as the longest name, so that messages stand in one column.
    static let widestName = ofLevel.reduce(0) { max($0, $1.level.rawValue.utf8.count) }
}

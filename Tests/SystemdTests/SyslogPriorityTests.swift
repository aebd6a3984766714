import Logging
import Systemd
import Testing

@Suite("Levels and priorities")
struct SyslogPriorityTests {
    private static let table: [(Logger.Level, SyslogPriority, UInt8)] = [
        (.trace, .debug, 7), (.debug, .debug, 7), (.info, .info, 6), (.notice, .notice, 5), (.warning, .warning, 4),
        (.error, .error, 3), (.critical, .critical, 2),
    ]

    @Test("each level has the number that syslog gives it", arguments: table)
    func number(level: Logger.Level, priority: SyslogPriority, number: UInt8) {
        #expect(SyslogPriority(level) == priority)
        #expect(priority.rawValue == number)
    }

    @Test("every level is in the table")
    func complete() {
        #expect(Self.table.map(\.0) == Logger.Level.allCases)
    }

    @Test("a priority comes back as its level, what is above critical as critical")
    func back() {
        let levels = SyslogPriority.allCases.map(\.level)
        #expect(levels == [.critical, .critical, .critical, .error, .warning, .notice, .info, .debug])
    }
}

import LinuxSystem
import Logging
import SystemPackage
import Systemd

/// The examples of the library's documentation, word for word: a test compares them.
enum Examples {
    static func run(_ arguments: [String]) throws {
        switch arguments[0] {
        case "Notifier": try notifier()
        case "PassedSockets": try passedSockets()
        case "DescriptorStore": try descriptorStore(made: CInt(arguments[1]) ?? -1)
        case "Journal": try journal()
        case "Journal.receivesStandardError": bootstrap()
        case "JournalRecord": try journalRecord()
        case "JournalKey": journalKey()
        case "JournalLogHandler": journalLogHandler()
        case "StandardErrorLogHandler": standardErrorLogHandler()
        default: fatalError("no example \"\(arguments[0])\"")
        }
    }

    private static func notifier() throws {
        try Notifier.send(.ready, .status("4 workers ready"))
        if let interval = try Notifier.watchdogInterval {
            print("a sign of life at least every \(interval / 2)")
        }
        try Notifier.send(.watchdog)
        try Notifier.send(.stopping)
    }

    private static func passedSockets() throws {
        var passed = try PassedSockets()
        while let listener = passed.take("web") {
            print("listening on descriptor \(listener.rawValue)")
        }
        for name in passed.names {
            print("not configured: \(name)")
        }
    }

    private static func descriptorStore(made: CInt) throws {
        var passed = try PassedSockets()
        if let listener = passed.take("web-listener") {
            print("clients went on waiting at descriptor \(listener.rawValue)")
        } else {
            try DescriptorStore.put(made, as: "web-listener", untilHangUp: false)
        }
    }

    private static func journal() throws {
        var lost = 0
        try Journal.openNonblocking()
        do {
            try Journal.send(JournalRecord(.info, "listening on 127.0.0.1:7890"))
        } catch {
            lost += 1
        }
        print("lost \(lost)")
    }

    private static func bootstrap() {
        LoggingSystem.bootstrap { label in
            if Journal.receivesStandardError {
                JournalLogHandler(label: label, identifier: "smiled")
            } else {
                StandardErrorLogHandler(label: label)
            }
        }
        Logger(label: "connections").notice("connection closed")
    }

    private static func journalRecord() throws {
        var record = JournalRecord(.notice, "connection closed")
        record.append("REMOTE_ADDR", "192.0.2.7")
        record.append("BYTES_SENT", 512)
        record.append("FIRST_BYTES", bytes: [0x16, 0x03, 0x00])
        try Journal.send(record)
    }

    private static func journalKey() {
        let keys: [JournalKey] = ["REMOTE_ADDR", "request-id", "2xx", "_PID"]
        print(keys)
        // prints [REMOTE_ADDR, REQUEST_ID, FIELD_2XX, PID]
    }

    private static func journalLogHandler() {
        LoggingSystem.bootstrap { label in
            JournalLogHandler(label: label, identifier: "smiled")
        }
        let logger = Logger(label: "connections")
        logger.notice("connection closed", metadata: ["remote-addr": "192.0.2.7", "bytes-sent": "512"])
    }

    private static func standardErrorLogHandler() {
        var handler = StandardErrorLogHandler(label: "connections")
        handler.logLevel = .debug
        let logger = Logger(label: "connections") { _ in handler }
        logger.notice("connection closed", metadata: ["remote-addr": "192.0.2.7"])
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import Systemd

/// Records as a program sends them, and the socket they go through.
enum JournalScenes {
    /// PRIORITY MESSAGE KEY=VALUE…
    static func send(_ arguments: [String]) {
        var record = JournalRecord(priority(arguments[0]), arguments[1], identifier: "fixture")
        for (key, value) in pairs(arguments.dropFirst(2)) { record.append(JournalKey(key), value) }
        report(record)
    }

    static func binary() {
        var record = JournalRecord(.info, "two\nlines")
        record.append("BYTES", bytes: [0, 10, 61, 255])
        record.append("EMPTY", "")
        record.append("COUNT", 7)
        record.append("TWICE", "a")
        record.append("TWICE", "b")
        report(record)
    }

    static func large(_ arguments: [String]) {
        report(JournalRecord(.info, String(repeating: "x", count: Int(arguments[0]) ?? 0), identifier: "fixture"))
    }

    /// COUNT: never waits, whatever becomes of the records.
    static func flood(_ arguments: [String]) throws {
        try Journal.openNonblocking()
        let before = openDescriptors()
        var (sent, lost) = (0, 0)
        var reasons: Set<Errno> = []
        for number in 0..<(Int(arguments[0]) ?? 0) {
            do {
                try Journal.send(JournalRecord(.info, "record \(number)", identifier: "fixture"))
                sent += 1
            } catch {
                lost += 1
                reasons.insert(error)
            }
        }
        print("sent \(sent)")
        print("lost \(lost)")
        print("reasons \(reasons.map(\.description).sorted())")
        print("leaked \(openDescriptors() - before)")
    }

    static func open() throws {
        let expected = try ForeignDescriptor.lowestFree()
        let number = try Journal.openNonblocking()
        print("lowest \(number == expected)")
        print("nonblocking \(fcntl(number, F_GETFL) & O_NONBLOCK != 0)")
        print("again \(try Journal.openNonblocking() == number)")
        print("free \(try ForeignDescriptor.lowestFree() == number + 1)")
    }

    static func openLate() {
        report(JournalRecord(.info, "early", identifier: "fixture"))
        print(JournalFixture.outcome { () throws(Errno) in try Journal.openNonblocking() })
    }

    /// A forked child that keeps nothing but the journal's socket.
    static func worker() throws {
        let number = try Journal.openNonblocking()
        switch try ChildProcess.fork() {
        case .child:
            try StandardDescriptors.closeOthers(keeping: [number])
            report(JournalRecord(.info, "from \(ThisProcess.pid)", identifier: "fixture"))
            fflush(nil)
            ThisProcess.exit(0)
        case .parent(let child):
            _ = try child.descriptor.waitReadable(timeout: nil)
            print("child \(child.pid)")
        }
    }

    /// Descriptor 2's own device and inode with what is to be added to each, or else the variable as it is to stand.
    static func receivesStandardError(_ arguments: [String]) throws -> Bool {
        var variable = arguments[0]
        if arguments.count == 2, let device = UInt64(arguments[0]), let inode = UInt64(arguments[1]) {
            let identity = try FileIdentity(of: 2)
            variable = "\(identity.device + device):\(identity.inode + inode)"
        }
        setenv("JOURNAL_STREAM", variable, 1)
        return Journal.receivesStandardError
    }

    private static func openDescriptors() -> Int {
        (0..<1_024).filter { fcntl($0, F_GETFD) >= 0 }.count
    }

    private static func report(_ record: JournalRecord) {
        print(JournalFixture.outcome { () throws(Errno) in try Journal.send(record) })
    }

    private static func priority(_ text: String) -> SyslogPriority {
        guard let priority = UInt8(text).flatMap(SyslogPriority.init(rawValue:)) else {
            fatalError("no priority \(text)")
        }
        return priority
    }

    static func pairs(_ arguments: some Sequence<String>) -> [(String, String)] {
        arguments.map { argument in
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
    }
}

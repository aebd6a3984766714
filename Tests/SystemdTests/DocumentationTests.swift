import LinuxSystem
import TestSupport
import Testing

@Suite("The examples in the documentation")
struct DocumentationTests {
    @Test(
        "each is code that the fixture runs, word for word",
        arguments: [
            "DescriptorStore.swift", "Journal.swift", "JournalKey.swift", "JournalLogHandler.swift",
            "JournalRecord.swift", "Notifier.swift", "PassedSockets.swift", "StandardErrorLogHandler.swift",
            "Systemd.docc/Systemd.md",
        ])
    func compiled(page: String) throws {
        let examples = try Self.examples(in: try Self.lines("Sources/Systemd/\(page)"))
        #expect(!examples.isEmpty)
        let compiled = try Self.lines("Tests/Fixtures/journal-fixture/Examples.swift").joined(separator: "\n")
        for example in examples { #expect(compiled.contains(example)) }
    }

    @Test("the one of the notifier tells readiness, interval and end")
    func notifier() throws {
        let folder = try TemporaryFolder()
        let manager = try DatagramReceiver(at: "\(folder.path)/notify")
        let outcome = try Fixture.run(
            "example", "Notifier", environment: ["NOTIFY_SOCKET=\(folder.path)/notify", "WATCHDOG_USEC=2000000"])
        #expect(outcome.lines == ["a sign of life at least every 1.0 seconds"])
        let datagrams = try manager.receiveAll().map { String(decoding: $0, as: UTF8.self) }
        #expect(datagrams == ["READY=1\nSTATUS=4 workers ready", "WATCHDOG=1", "STOPPING=1"])
    }

    @Test("the one of the passed sockets names what is not configured")
    func passedSockets() throws {
        let socket = try Socket.make(.unix)
        let outcome = try Command(
            arguments: [
                "sh", "-c", "exec 3<&0 4<&0; LISTEN_PID=$$ exec \"$0\" \"$@\"", Fixture.path, "example",
                "PassedSockets",
            ],
            environment: ["LISTEN_FDS=2", "LISTEN_FDNAMES=web:other"], descriptors: [0: socket.rawValue]
        ).run()
        #expect(outcome.lines == ["listening on descriptor 3", "not configured: other"])
    }

    @Test("the one of the store puts what it made there, and finds it the next time")
    func descriptorStore() throws {
        let folder = try TemporaryFolder()
        let manager = try DatagramReceiver(at: "\(folder.path)/notify")
        let pipe = try Pipe()
        let first = try Fixture.run(
            "example", "DescriptorStore", "7", environment: ["NOTIFY_SOCKET=\(folder.path)/notify"],
            descriptors: [7: pipe.readEnd.rawValue])
        #expect(first.lines == [])
        let message = try #require(try manager.receive().first)
        #expect(message.text == "FDSTORE=1\nFDNAME=web-listener\nFDPOLL=0")
        let passed = try FileIdentity(of: pipe.readEnd.rawValue)
        #expect(message.files == [passed])
        let second = try Command(
            arguments: [
                "sh", "-c", "exec 3<&0; LISTEN_PID=$$ exec \"$0\" \"$@\"", Fixture.path, "example", "DescriptorStore",
                "7",
            ],
            environment: ["LISTEN_FDS=1", "LISTEN_FDNAMES=web-listener"], descriptors: [0: pipe.readEnd.rawValue]
        ).run()
        #expect(second.lines == ["clients went on waiting at descriptor 3"])
    }

    @Test("those of the journal write their records", .needsMountNamespace)
    func journal() throws {
        let journal = try FakeJournal()
        for name in ["Journal", "JournalRecord", "JournalLogHandler"] {
            _ = try Fixture.run("example", name, journal: journal.folder)
        }
        let entries = try journal.receiver.entries()
        #expect(
            entries.map { $0["MESSAGE"] } == ["listening on 127.0.0.1:7890", "connection closed", "connection closed"])
        #expect(entries.map { $0["REMOTE_ADDR"] } == [nil, "192.0.2.7", "192.0.2.7"])
        #expect(entries.last?["SYSLOG_IDENTIFIER"] == "smiled")
        #expect(entries.last?["LOGGER"] == "connections")
    }

    @Test("those of stderr write their lines", arguments: ["StandardErrorLogHandler", "Journal.receivesStandardError"])
    func standardError(name: String) throws {
        let pipe = try Pipe()
        _ = try Fixture.run("example", name, descriptors: [2: pipe.writeEnd.rawValue])
        #expect(try pipe.contents().contains(" notice   connection closed"))
    }

    @Test("the one of the key prints what it says")
    func key() throws {
        let outcome = try Fixture.run("example", "JournalKey")
        #expect(outcome.lines == ["[REMOTE_ADDR, REQUEST_ID, FIELD_2XX, PID]"])
    }

    /// The blocks between "```swift" and "```" in `///` comments.
    private static func examples(in lines: [String]) throws -> [String] {
        var examples: [[String]] = []
        var inside = false
        for line in lines {
            let text = line.hasPrefix("/// ") ? trimmed(line.dropFirst(4)) : line
            if text == "```swift" {
                inside = true
                examples.append([])
            } else if text == "```" {
                inside = false
            } else if inside {
                examples[examples.count - 1].append(text)
            }
        }
        return examples.map { $0.joined(separator: "\n") }
    }

    /// The lines of a file of the package without their indentation.
    private static func lines(_ path: String) throws -> [String] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = String(decoding: try FileContents.read("/\(root)/\(path)", limit: 1 << 20), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(trimmed)
    }

    private static func trimmed(_ line: Substring) -> String {
        String(line.drop { $0 == " " })
    }
}

import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A journal that fails", .daemonLogs, .needsJournalFolder, .serialized)
struct JournalFaultTests {
    private let folder: TemporaryFolder
    private let address: SocketAddress

    init() throws {
        folder = try TemporaryFolder()
        address = try SocketAddress(unixPath: folder.path("a.sock"))
    }

    private func start(_ journal: FakeJournal) throws -> DaemonProcess {
        var setup = DaemonSetup(
            """
            [service.smile]
            listen = "unix:\(folder.path("a.sock"))"
            handler = "greeting"
            message = "Smile\\n"
            accounting = "all"
            workers = { min = 1, max = 1 }
            """)
        setup.journal = journal
        return try setup.start()
    }

    private func expectService() {
        let tally = Load.run(address, expecting: "Smile\n", connections: 500, concurrency: 4)
        #expect(tally == Tally(served: 500))
    }

    @Test("because it does not read stops nobody, and each lost record is counted")
    func full() throws {
        let journal = try FakeJournal(.sleeps)
        let daemon = try start(journal)
        expectService()
        let taken = try journal.wake().count
        #expect(try daemon.stop() == .exited(0))
        let last = try journal.wake()
        let stopped = try #require(last.compactMap { $0["MESSAGE"] }.first { $0.contains("stopped after 500") })
        let lost = try #require(stopped.firstMatch(of: /, (\d+) log records lost/)).1
        // A handful of the supervisor's own records are in the queue as well.
        let written = 500 - (try #require(Int(lost)))
        #expect((0...taken).contains(written))
        #expect(written < 500)
    }

    @Test("and comes back is told by each worker how many records it missed: none is unaccounted for")
    func comesBack() throws {
        let journal = try FakeJournal(.sleeps)
        let daemon = try start(journal)
        expectService()
        var records = try journal.wake()
        let tally = Load.run(address, expecting: "Smile\n", connections: 4)
        #expect(tally == Tally(served: 4))
        let (connection, lost) = ("9d509053f8b049b3a85aca23aeb37b55", "ce255b947d5e4efaa94b244ba31d3359")
        try eventually("a record, or a record of its loss, of each of the 504 connections") {
            records += try journal.wake()
            let told = records.filter { $0["MESSAGE_ID"] == lost && $0["PREFORKD_WORKER"] != nil }
            let sum = records.count { $0["MESSAGE_ID"] == connection } + told.reduce(0) { $0 + Self.number($1) }
            // What tells of losses may be lost itself, and is then among them.
            return (504...510).contains(sum)
        }
        let told = try #require(records.first { $0["MESSAGE_ID"] == lost && $0["PREFORKD_WORKER"] != nil })
        #expect(told["PREFORKD_WORKER"] == daemon.workers.first.map { "\($0)" })
        #expect(told["PRIORITY"] == "3")
        #expect(told["MESSAGE"] == "\(Self.number(told)) records before this one could not be written")
        #expect(Self.number(told) > 400)
    }

    /// The one at the beginning of the message.
    private static func number(_ record: JournalEntry) -> Int {
        Int((record["MESSAGE"] ?? "").prefix { $0.isNumber }) ?? 0
    }

    @Test("because it is not there at all stops nobody, and gets its records once it is")
    func missing() throws {
        let journal = try FakeJournal(.isMissing)
        let daemon = try start(journal)
        expectService()
        let late = try Datagrams(at: journal.folder.path("socket"))
        #expect(try daemon.stop() == .exited(0))
        let messages = try late.receiveAll().compactMap { try JournalEntry($0)["MESSAGE"] }
        let stopped = try #require(messages.first { $0.contains("stopped after 500 connections") })
        // The supervisor lost a few too; the last of the workers' may be written after their clients have left, and so
        // after the socket has come.
        let lost = try #require(stopped.firstMatch(of: /, (\d+) log records lost/)).1
        #expect((496...510).contains(try #require(Int(lost))))
        #expect(messages.contains { $0.contains(" before this one could not be written") })
    }
}

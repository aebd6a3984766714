import LinuxSystem
import TestSupport

/// A folder that takes the place of journald's, and the socket in it that takes the records, if there is one.
final class FakeJournal {
    enum Behaviour {
        /// Takes each record as it comes.
        case reads
        /// Holds the socket and takes nothing, until it is asked to.
        case sleeps
        /// Has no socket.
        case isMissing
    }

    let folder: TemporaryFolder
    let records = Monitor<[JournalEntry]>([])
    private let socket: Datagrams?
    private let behaviour: Behaviour

    init(_ behaviour: Behaviour = .reads) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        self.behaviour = behaviour
        switch behaviour {
        case .isMissing: socket = nil
        case .reads, .sleeps: socket = try Datagrams(at: folder.path("socket"))
        }
    }

    /// Where the records come in, for a journal that reads.
    func inlet(beside log: Transcript) -> Collector.Inlet? {
        guard case .reads = behaviour, let number = socket?.socket.rawValue else { return nil }
        return Collector.Inlet(number: number, kind: .datagrams) { [records] datagram in
            guard let entry = try? JournalEntry(datagram) else { return log.append("malformed record") }
            records.change { $0.append(entry) }
            log.append(entry["MESSAGE"] ?? "record without a message")
        }
    }

    /// Waits for the first record that `isWanted`.
    func wait(_ wanted: String, within limit: Duration = .seconds(20), where isWanted: (JournalEntry) -> Bool) throws
        -> JournalEntry
    {
        guard let found = records.wait(within: limit, for: { $0.first(where: isWanted) }) else {
            throw Absent(wanted: wanted, limit: limit)
        }
        return found
    }

    /// Takes what waits, for a journal that slept.
    func wake() throws -> [JournalEntry] {
        guard let socket else { return [] }
        return try socket.receiveAll().map(JournalEntry.init)
    }
}

import Daemon

/// A record of a machine's journal, by the names of its fields.
typealias MachineRecord = [String: String]

extension Machine {
    /// All records that match, such as `_SYSTEMD_UNIT=preforkd.service`.
    func records(_ matches: String...) throws -> [MachineRecord] {
        // What was sent before is in the journal when this comes back.
        try succeed("journalctl", "--sync")
        let journal = try start(["journalctl", "--quiet", "--output=export"] + matches)
        journal.endInput()
        var found: [MachineRecord] = []
        while let record = try nextRecord(journal) { found.append(record) }
        return found
    }

    /// All records of a kind.
    func records(_ kind: EventKind) throws -> [MachineRecord] {
        try records("MESSAGE_ID=\(kind.rawValue)")
    }

    /// A place in the journal: what is there by now.
    func journalEnd() throws -> String {
        let said = try succeed("journalctl", "--lines=1", "--output=cat", "--show-cursor")
        let mark = "-- cursor: "
        guard let line = said.split(separator: "\n").last(where: { $0.hasPrefix(mark) }) else {
            throw Failure(description: "the journal has no end: \(said)")
        }
        return String(line.dropFirst(mark.count))
    }

    /// Waits for the first record of a kind behind a place.
    @discardableResult
    func waitForRecord(_ kind: EventKind, after cursor: String) throws -> MachineRecord {
        // All records: asked for some only, journalctl 252 skips the first of them, taking it for the cursor's own.
        let journal = try start([
            "journalctl", "--quiet", "--follow", "--no-tail", "--output=export", "--after-cursor=\(cursor)",
        ])
        while let record = try nextRecord(journal) {
            if record["MESSAGE_ID"] == kind.rawValue { return record }
        }
        throw Failure(description: "the journal ended without \(kind)")
    }

    /// The export format: a field in each line, an empty line behind each record. Values of several lines, which have
    /// another form, are not looked at.
    private func nextRecord(_ journal: StartedProgram) throws -> MachineRecord? {
        var record: MachineRecord = [:]
        while let line = try journal.line() {
            if line.isEmpty && !record.isEmpty { return record }
            guard let equals = line.firstIndex(of: "=") else { continue }
            record[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return record.isEmpty ? nil : record
    }
}

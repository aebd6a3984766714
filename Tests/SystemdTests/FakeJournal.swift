import Glibc
import TestSupport

/// A socket under the name that journald's has, in a folder that takes the place of /run/systemd/journal.
struct FakeJournal: ~Copyable {
    private let temporary: TemporaryFolder
    let receiver: DatagramReceiver

    init() throws {
        let folder = try TemporaryFolder()
        let socket = try DatagramReceiver(at: "\(folder.path)/socket")
        temporary = folder
        receiver = socket
    }

    var folder: String { temporary.path }

    /// Ends the journal but leaves the file of its socket: a journald that was killed.
    consuming func killed() -> TemporaryFolder {
        temporary
    }
}

import Glibc
import LinuxSystem

/// The descriptor store of a service manager: what it was given, over the end of the process that gave it.
final class FakeStore: Sendable {
    struct Kept: Sendable {
        let name: String
        let descriptor: HighDescriptor
        /// Dropped by itself when the other end goes.
        let isWatched: Bool
    }

    private let kept = Monitor<[Kept]>([])
    /// FileDescriptorStoreMax=
    private let room: Int

    init(room: Int) {
        self.room = room
    }

    var names: [String] { kept.value.map(\.name) }

    /// Puts something in by hand.
    func put(_ name: String, _ descriptor: borrowing Descriptor) throws {
        let copy = try HighDescriptor(descriptor)
        kept.change { $0.append(Kept(name: name, descriptor: copy, isWatched: false)) }
    }

    /// What a start passes: all that is in it by now.
    func contents() throws -> [(name: String, descriptor: HighDescriptor)] {
        kept.change { $0.removeAll { $0.isWatched && Self.isHungUp($0.descriptor.number) } }
        return kept.value.map { ($0.name, $0.descriptor) }
    }

    func inode(_ name: String) throws -> UInt64? {
        try kept.value.first { $0.name == name }.map { try FileIdentity(of: $0.descriptor.number).inode }
    }

    func descriptor(_ name: String) -> CInt? { kept.value.first { $0.name == name }?.descriptor.number }

    @Sendable func obey(_ text: String, _ passed: CInt?) {
        let given = passed.map { Descriptor(owning: $0) }
        let lines = text.split(separator: "\n")
        guard let name = lines.first(where: { $0.hasPrefix("FDNAME=") })?.dropFirst("FDNAME=".count) else { return }
        if lines.contains("FDSTOREREMOVE=1") { kept.change { $0.removeAll { $0.name == name } } }
        guard lines.contains("FDSTORE=1"), let given, let copy = try? HighDescriptor(given) else { return }
        kept.change { [room] kept in
            guard kept.count < room else { return }
            kept.append(Kept(name: String(name), descriptor: copy, isWatched: !lines.contains("FDPOLL=0")))
        }
    }

    private static func isHungUp(_ number: CInt) -> Bool {
        var entry = pollfd(fd: number, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0
    }
}

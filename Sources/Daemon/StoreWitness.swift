internal import LinuxSystem
internal import SystemPackage
internal import Systemd

/// Tells whether systemd keeps what it was given, for it does not say so: a pipe whose write end it is given last.
///
/// As long as that end is in the store, or on its way there, the read end hears nothing. A store that is full, or that
/// the unit allows none of, closes it, and that is heard. When this process dies, systemd drops the end by itself.
struct StoreWitness: ~Copyable {
    static let name = "preforkd-witness"

    private let readEnd: Descriptor

    init() throws(Errno) {
        let pipe = try Pipe()
        try DescriptorStore.put(pipe.writeEnd.rawValue, as: Self.name)
        let ends = pipe.split()
        readEnd = Descriptor(owning: ends.readEnd)
        _ = Descriptor(owning: ends.writeEnd)
    }

    var testifies: Bool { ((try? readEnd.isReadable()) ?? true) == false }
}

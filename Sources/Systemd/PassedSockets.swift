import CSystemd
public import LinuxSystem
public import SystemPackage

/// The sockets that the service manager passed to this process, owned and known by their names.
///
/// ```swift
/// var passed = try PassedSockets()
/// while let listener = passed.take("web") {
///     print("listening on descriptor \(listener.rawValue)")
/// }
/// for name in passed.names {
///     print("not configured: \(name)")
/// }
/// ```
///
/// A name is what `FileDescriptorName=` in the socket unit says, or else the name of that unit; or it is the one under
/// which an earlier process of this service had ``DescriptorStore`` keep something. sd_listen_fds(3).
/// What was not taken is closed with this value.
public struct PassedSockets: ~Copyable {
    private var remaining: [(name: String, descriptor: CInt)]

    /// Takes every passed descriptor, close-on-exec, and the variables that announce them out of the environment, so
    /// that a second value is empty. Not while other threads run.
    /// - Throws: `.invalidArgument` when the variables make no sense.
    public init() throws(Errno) {
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = sd_listen_fds_with_names(1, &list)
        if count < 0 { throw Errno(rawValue: -count) }
        remaining = zip(CStringList.take(list), SD_LISTEN_FDS_START..<(SD_LISTEN_FDS_START + count)).map { ($0, $1) }
    }

    deinit {
        for (_, descriptor) in remaining { _ = Descriptor(owning: descriptor) }
    }

    /// The names of what was not taken yet, in the order of passing; a name of several sockets stands once for each.
    public var names: [String] {
        remaining.map(\.name)
    }

    /// The next socket of that name, in the order of passing; nil where there is none left. `Listener(passed:name:)` of the
    /// library Prefork takes it over, or ``Descriptor/release()`` gives it to whoever closes it.
    public mutating func take(_ name: String) -> Descriptor? {
        guard let index = remaining.firstIndex(where: { $0.name == name }) else { return nil }
        return Descriptor(owning: remaining.remove(at: index).descriptor)
    }
}

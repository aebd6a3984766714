internal import LinuxSystem
internal import Prefork

/// The file of a socket, in the records of all that have one.
extension HandoverRecord {
    private static let (device, inode) = ("device", "inode")

    var file: FileIdentity? {
        get {
            guard let device: UInt64 = number(Self.device), let inode: UInt64 = number(Self.inode) else { return nil }
            return FileIdentity(device: device, inode: inode)
        }
        set {
            fields[Self.device] = newValue.map { "\($0.device)" }
            fields[Self.inode] = newValue.map { "\($0.inode)" }
        }
    }
}

internal import Control
internal import LinuxSystem
internal import Prefork
internal import SystemPackage

/// Where operators ask. As long as its path and its group stay what they are, every program of this process has the same:
/// who comes between two of them waits, and is not told that nothing runs.
final class OperatorSocket {
    private var socket: Descriptor?
    private var file: UnixPath?
    private var group: UInt32?

    /// As earlier versions call it, who hand it on and get it back.
    private static let kind = "operators-door"

    /// - Parameter handover: what the program before has left.
    init(in handover: Handover?) {
        guard let record = handover?.records.first(where: { $0.kind == Self.kind }), let path = record["path"],
            let number = record.descriptor, let identity = record.file
        else { return }
        socket = Descriptor(owning: number)
        file = UnixPath(path, file: identity)
        group = record.number("group")
    }

    /// For the program that comes next.
    var record: HandoverRecord? {
        guard let number = socket.number, let file else { return nil }
        var record = HandoverRecord(Self.kind, ["path": file.path])
        (record.descriptor, record.file) = (number, file.file)
        record.fields["group"] = group.map { "\($0)" }
        return record
    }

    /// Lets operators in at `path`, and nowhere else.
    func open(
        _ control: inout ControlSocket, at path: String, to access: ControlAccess
    ) throws(ControlListener.Refusal) {
        if file?.path != path || group != access.fileGroup || file?.isInPlace != true { close() }
        let listener = try listener(path, access)
        do throws(Errno) { try control.open(listener, to: access) } catch { throw .system(error) }
    }

    private func listener(_ path: String, _ access: ControlAccess) throws(ControlListener.Refusal) -> ControlListener {
        if let file { return ControlListener(bound: try duplicate(), file: file) }
        let listener = try ControlListener.bind(path, access: access)
        do throws(Errno) { socket = try listener.duplicate() } catch { throw .system(error) }
        (file, group) = (listener.file, access.fileGroup)
        return listener
    }

    private func duplicate() throws(ControlListener.Refusal) -> Descriptor {
        do throws(Errno) {
            switch socket {
            case .none: throw .badFileDescriptor
            case .some(let socket): return try socket.duplicate()
            }
        } catch {
            throw .system(error)
        }
    }

    func close() {
        file?.remove()
        socket = nil
        (file, group) = (nil, nil)
    }
}

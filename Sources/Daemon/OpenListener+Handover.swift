internal import LinuxSystem
internal import Prefork

/// A listener on its way from one program of this process to the next.
extension OpenListener {
    private static let kind = "listener"
    private static let (unit, bound) = ("unit", "bound")
    /// Keepalive and nodelay, a digit for each.
    private static let unitOptions = "unit-options"

    /// For the next program.
    var record: HandoverRecord {
        var record = HandoverRecord(
            Self.kind, ["address": claim.address, "source": source == .unit ? Self.unit : Self.bound])
        record.descriptor = listener.rawValue
        record.file = listener.path?.file
        if let unit = listener.unitOptions {
            record.fields[Self.unitOptions] = "\(unit.keepAlive ? 1 : 0)\(unit.noDelay ? 1 : 0)"
        }
        return record
    }

    init?(_ record: HandoverRecord) {
        guard record.kind == Self.kind, let number = record.descriptor, let address = record["address"] else {
            return nil
        }
        let source: Source = record["source"] == Self.unit ? .unit : .bound
        let unit = record[Self.unitOptions].map { digits in
            UnitOptions(keepAlive: digits.hasPrefix("1"), noDelay: digits.hasSuffix("1"))
        }
        guard let listener = try? Self.listener(number, address, source, record.file, unit) else { return nil }
        self.init(listener: listener, claim: ListenerClaim(address, service: nil), source: source)
    }

    private static func listener(
        _ number: CInt, _ address: String, _ source: Source, _ file: FileIdentity?, _ unit: UnitOptions?
    ) throws(ListenerError) -> Listener {
        let socket = Descriptor(owning: number)
        guard source == .unit else { return try Listener(adopting: socket, asked: address, file: file) }
        let name = String(address.dropFirst("systemd:".utf8.count))
        return try Listener(passed: socket, name: name, options: ListenerOptions(), from: unit)
    }
}

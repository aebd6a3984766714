package import LinuxSystem
internal import Systemd

/// The name under which systemd keeps a listener: what it was asked to be, for whoever takes it next.
///
/// `preforkd=127.0.0.1,7890`, or `preforkd=unix,/run/preforkd/web=2a.1f3` with the file that the path led to, or
/// `preforkd=*,0=54321` with the port that was chosen. No colon may stand in it, so there is a comma; an address with
/// other bytes than plain ones is in hexadecimal digits altogether, behind `preforkd-hex=`.
package struct StoredName: Hashable, Sendable {
    /// As `listen` stands for it.
    package let address: String
    private let detail: String?

    private static let plainPrefix = "preforkd="
    private static let hexPrefix = "preforkd-hex="

    /// - Parameters:
    ///   - port: the one that port 0 became, which tells several such listeners from each other.
    ///   - file: what a UNIX path leads to.
    package init(address: String, port: UInt16? = nil, file: FileIdentity? = nil) {
        self.address = address
        detail = file.map { "\(Self.hex($0.device)).\(Self.hex($0.inode))" } ?? port.map { String($0) }
    }

    /// nil for a name that is not ours, and so that of a socket unit.
    package init?(reading text: String) {
        let isHex = text.utf8.starts(with: Self.hexPrefix.utf8)
        guard isHex || text.utf8.starts(with: Self.plainPrefix.utf8) else { return nil }
        let parts = text.dropFirst((isHex ? Self.hexPrefix : Self.plainPrefix).utf8.count)
            .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let encoded = parts.first, let address = isHex ? Self.fromHex(encoded) : Self.fromPlain(encoded) else {
            return nil
        }
        self.address = address
        detail = parts.count > 1 ? String(parts[1]) : nil
    }

    package var file: FileIdentity? {
        guard let parts = detail?.split(separator: "."), parts.count == 2, let device = UInt64(parts[0], radix: 16),
            let inode = UInt64(parts[1], radix: 16)
        else { return nil }
        return FileIdentity(device: device, inode: inode)
    }

    /// nil where systemd would not take it: for a UNIX path near the longest possible that has to be in hexadecimal.
    package var text: String? {
        let start =
            address.utf8.allSatisfy(Self.isPlain)
            ? Self.plainPrefix + Self.exchange(address.utf8, ":", by: ",")
            : Self.hexPrefix + address.utf8.map { Self.hex($0, digits: 2) }.joined()
        let name = start + (detail.map { "=\($0)" } ?? "")
        return DescriptorStore.isName(name) ? name : nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "=")
    }

    private static func exchange(
        _ bytes: some Sequence<UInt8>, _ old: Unicode.Scalar, by new: Unicode.Scalar
    ) -> String {
        String(decoding: bytes.map { $0 == UInt8(ascii: old) ? UInt8(ascii: new) : $0 }, as: UTF8.self)
    }

    private static func fromPlain(_ text: Substring) -> String? {
        text.utf8.isEmpty ? nil : exchange(text.utf8, ",", by: ":")
    }

    private static func fromHex(_ text: Substring) -> String? {
        let digits = Array(text.utf8)
        guard !digits.isEmpty, digits.count.isMultiple(of: 2), !digits.contains(UInt8(ascii: "+")) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return bytes.contains(nil) ? nil : String(validating: bytes.compactMap(\.self), as: UTF8.self)
    }

    private static func hex(_ number: some BinaryInteger, digits: Int = 1) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}

internal import LinuxSystem

/// Whom a request is for: the name or the address that its client was given, without the port.
package struct HTTPAuthority: Hashable, Sendable {
    /// In small letters, and an address of IPv6 without its brackets.
    let host: String
    let isAddress: Bool

    /// - Parameter text: not empty, as RFC 3986 has it in 3.2, without a user.
    package init(_ text: String) throws(HTTPStatus) {
        let bytes = Array(text.utf8)
        let isBracketed = bytes[0] == UInt8(ascii: "[")
        let end = bytes.firstIndex(of: isBracketed ? UInt8(ascii: "]") : UInt8(ascii: ":")) ?? bytes.endIndex
        guard !isBracketed || end < bytes.endIndex else { throw .badRequest }
        let host = isBracketed ? bytes[1..<end] : bytes[..<end]
        // A colon and a port, or nothing.
        let rest = bytes[(isBracketed ? end + 1 : end)...]
        let name = String(decoding: host, as: UTF8.self).lowercased()
        let address = SocketAddress(ip: name, port: 0)
        guard !host.isEmpty, isBracketed ? address?.family == .ipv6 : host.allSatisfy(\.isOfName),
            rest.isEmpty || rest.first == UInt8(ascii: ":") && rest.dropFirst().allSatisfy(\.isDigit)
        else { throw .badRequest }
        self.host = name
        isAddress = address != nil
    }
}

extension UInt8 {
    /// What names of hosts consist of: RFC 3986, 3.2.2.
    fileprivate var isOfName: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || "-._~%!$&'()*+,;=".utf8.contains(self)
    }
}

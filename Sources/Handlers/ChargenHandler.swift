package import Prefork
internal import SystemPackage

/// RFC 864: sends lines of printing characters until the client closes; what the client sends is thrown away.
package struct ChargenHandler: ConnectionHandler {
    /// The pattern that the RFC calls popular: 95 lines of 72 characters, each a step further round the ring.
    static let pattern: [UInt8] = {
        let ring = Array(UInt8(ascii: " ")...UInt8(ascii: "~"))
        var lines: [UInt8] = []
        for start in ring.indices {
            for column in 0..<72 { lines.append(ring[(start + column) % ring.count]) }
            lines += [0x0D, 0x0A]
        }
        return lines
    }()

    private let input = Buffer(size: 16_384)

    package init() {}

    package mutating func serve(_ connection: inout Connection) throws {
        do {
            while true {
                try connection.write(Self.pattern)
                while let count = try connection.readIfWaiting(into: input.bytes), count > 0 {}
            }
        } catch Errno.brokenPipe, Errno.connectionReset {
            // Going away is how the client ends this service.
        }
    }
}

package import Prefork

/// RFC 863: throws away whatever it receives, until the client ends its side; sends nothing.
package struct DiscardHandler: ConnectionHandler {
    private let buffer = Buffer(size: 65_536)

    package init() {}

    package mutating func serve(_ connection: inout Connection) throws {
        while try connection.read(into: buffer.bytes) > 0 {}
    }
}

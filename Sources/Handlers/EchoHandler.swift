package import Prefork

/// RFC 862: sends back whatever it receives, until the client ends its side.
package struct EchoHandler: ConnectionHandler {
    private let buffer = Buffer(size: 65_536)

    package init() {}

    package mutating func serve(_ connection: inout Connection) throws {
        while true {
            let count = try connection.read(into: buffer.bytes)
            if count == 0 { return }
            try connection.write(buffer.prefix(count))
        }
    }
}

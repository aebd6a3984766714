package import Prefork

/// Answers every connection with the same bytes and closes.
package struct GreetingHandler: ConnectionHandler {
    private let message: [UInt8]

    package init(message: String) {
        self.message = Array(message.utf8)
    }

    package mutating func serve(_ connection: inout Connection) throws {
        try connection.write(message)
    }
}

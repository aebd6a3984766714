import Prefork

/// The examples of the documentation that a process with threads can run, with an address of the test's own.
enum Examples {
    /// Of `Listener`. The client comes between the lines, for accept() would wait for it.
    static func listener(_ address: String, print: (String, SocketAddress) -> Void) throws {
        let listener = try Listener(address, options: ListenerOptions(backlog: 128))
        let client = try Connection(to: listener.address.description)
        let connection = try listener.accept()
        print("a client from", connection.peer)
        withExtendedLifetime(client.descriptor) {}
    }

    /// Of `Listener.acceptIfWaiting`.
    static func acceptIfWaiting(_ listener: Listener, print: (String, SocketAddress) -> Void) throws {
        while let connection = try listener.acceptIfWaiting() {
            print("one less in the queue:", connection.peer)
        }
    }

    /// Of `Connection`. Its server comes between the lines too.
    static func connection(_ listener: Listener) throws -> [UInt8] {
        let address = listener.address.description
        var connection = try Connection(to: address)
        var server = try listener.accept()
        try server.write("hello")
        let greeting = try connection.read(upTo: 1024)
        return greeting
    }
}

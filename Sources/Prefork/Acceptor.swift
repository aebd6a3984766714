/// A program that accepts connections by itself, and that each worker of a service becomes.
package struct Acceptor: Sendable {
    /// The absolute path of the program, and its arguments.
    package let command: [String]
    /// As `NAME=value`. What tells it of its listeners comes on top.
    package let environment: [String]
    package let readiness: Readiness

    package init(command: [String], environment: [String], readiness: Readiness) {
        self.command = command
        self.environment = environment
        self.readiness = readiness
    }
}

/// The program of a service.
package struct ProgramPlan: Hashable, Sendable {
    /// The absolute path of the program, and its arguments.
    package var command: [String]
    /// In the order in which they were written.
    package var environment: [Variable]
    /// Names of the daemon's own variables.
    package var passEnvironment: [String]

    /// An environment variable.
    package struct Variable: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(command: [String], environment: [Variable] = [], passEnvironment: [String] = []) {
        self.command = command
        self.environment = environment
        self.passEnvironment = passEnvironment
    }
}

/// One thing that is wrong in the configuration, told in one line.
package struct ConfigurationError: Error, Hashable, Sendable {
    package let place: Place
    /// Without control characters, whatever the file holds.
    package let message: String

    package init(place: Place, message: String) {
        self.place = place
        self.message = Escaping.printable(message)
    }
}

extension ConfigurationError: CustomStringConvertible {
    package var description: String { "\(place): \(message)" }
}

/// Everything that is wrong in all files of a configuration, in the order of reading.
package struct ConfigurationErrors: Error, Hashable, Sendable {
    package let errors: [ConfigurationError]
}

extension ConfigurationErrors: CustomStringConvertible {
    package var description: String {
        errors.map(\.description).joined(separator: "\n")
    }
}

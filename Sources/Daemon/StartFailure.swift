internal import SystemPackage

/// Why the daemon can't start though its configuration is right.
struct StartFailure: CustomStringConvertible {
    let service: String?
    let reason: String
    /// The system's error behind it, where there is one.
    var cause: Errno?

    var description: String { service.map { "service \"\($0)\": \(reason)" } ?? reason }
}

extension StartFailure {
    /// The words of a failure whose service is known by whoever asked.
    struct Reason: Error {
        let words: String

        init(_ words: String) {
            self.words = words
        }
    }
}

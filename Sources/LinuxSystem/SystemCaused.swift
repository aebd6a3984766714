package import SystemPackage

/// An error behind which there may be one of the system.
package protocol SystemCaused: Error {
    var cause: Errno? { get }
}

extension Error {
    /// The system's error that this one is, or that is behind it.
    package var systemError: Errno? { (self as? Errno) ?? (self as? any SystemCaused)?.cause }
}

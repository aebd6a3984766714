import Glibc
import SystemPackage

// The one place where errno is read and EINTR is known.

/// Runs a call that reports failure by -1.
@inline(__always)
@discardableResult
func systemCall<Result: SignedInteger>(
    retryOnInterrupt: Bool = true, _ call: () -> Result
) throws(Errno) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let error = Errno(rawValue: errno)
        if error == .interrupted && retryOnInterrupt { continue }
        throw error
    }
}

/// The same for a call that does not wait: nil where it would have had to. Not by way of an error, which costs more than
/// all else that is done here.
@inline(__always)
func systemCallIfReady<Result: SignedInteger>(_ call: () -> Result) throws(Errno) -> Result? {
    while true {
        let result = call()
        if result != -1 { return result }
        let error = Errno(rawValue: errno)
        if error == .wouldBlock { return nil }
        if error != .interrupted { throw error }
    }
}

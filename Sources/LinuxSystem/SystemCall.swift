import Glibc
import SystemPackage

/// Runs a call that reports failure by -1: the one place where errno is read and EINTR is known.
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

internal import LinuxSystem
package import SystemPackage

/// Thrown by a handler that can serve nobody: the connection is closed, the worker ends, and the service is throttled as
/// one whose workers fail to start.
package struct Unfit: SystemCaused, CustomStringConvertible {
    package let description: String
    package let cause: Errno?

    package init(_ reason: String, _ cause: Errno? = nil) {
        description = reason
        self.cause = cause
    }
}

/// Thrown by a handler that can serve nobody: the connection is closed, the worker ends, and the service is throttled as
/// one whose workers fail to start.
package struct Unfit: Error, CustomStringConvertible {
    package let description: String

    package init(_ reason: String) {
        description = reason
    }
}

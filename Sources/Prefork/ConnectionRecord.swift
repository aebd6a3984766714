package import LinuxSystem
package import SystemPackage

/// What one connection was, told by the worker that served it.
package struct ConnectionRecord: Sendable {
    /// Unique within the service, from 1.
    package let number: UInt64
    package let peer: SocketAddress
    /// nil where nobody counts: a program had the connection, and it is one of a UNIX listener.
    package let bytesReceived: UInt64?
    package let bytesSent: UInt64?
    /// From accept to close.
    package let duration: Duration
    /// Time on processors, of the worker and of the program that it started.
    package let processorTime: Duration
    /// What the program was that served it; nil where the worker did so itself.
    package let program: ProgramEnd?
    /// Why it failed, in words; nil where the handler served it to its end.
    package let failure: String?
    /// The system's error behind that, where there is one.
    package let cause: Errno?
    /// Whether the handler can serve nobody, which ends the worker.
    package let isUnfit: Bool
}

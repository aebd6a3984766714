public import LinuxSystem

/// What one connection was, told by the worker that served it.
public struct ConnectionRecord: Sendable {
    /// Unique within the service, from 1.
    public let number: UInt64
    public let peer: SocketAddress
    /// nil where nobody counts: a program had the connection, and it is one of a UNIX listener.
    public let bytesReceived: UInt64?
    public let bytesSent: UInt64?
    /// From accept to close.
    public let duration: Duration
    /// Time on processors, of the worker and of the program that it started.
    public let processorTime: Duration
    /// What the program was that served it; nil where the worker did so itself.
    package let program: ProgramEnd?
    /// Why it failed, in words; nil where the handler served it to its end.
    public let failure: String?
    /// Whether the handler can serve nobody, which ends the worker.
    package let isUnfit: Bool
}

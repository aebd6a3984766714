public import LinuxSystem

/// What one connection was, told by the worker that served it.
public struct ConnectionRecord: Sendable {
    /// Unique within the service, from 1.
    public let number: UInt64
    public let peer: SocketAddress
    public let bytesReceived: UInt64
    public let bytesSent: UInt64
    /// From accept to close.
    public let duration: Duration
    /// Why it failed, in words; nil where the handler served it to its end.
    public let failure: String?
}

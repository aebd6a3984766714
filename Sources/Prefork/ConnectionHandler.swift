/// Serves connections, one at a time, in a worker of its own.
///
/// A value of the handler is made before the workers are forked, and each worker has a copy: what one connection
/// changes is there for the next one of the same worker and for nobody else. A trap ends that worker and costs
/// the connection it had in hand; the supervisor replaces it. What a handler opens it opens in `start()`: descriptors
/// from before the fork are closed in the workers, unless the service keeps them.
///
/// ```swift
/// struct Upper: ConnectionHandler {
///     mutating func serve(_ connection: inout Connection) throws {
///         while true {
///             let bytes = try connection.read(upTo: 4096)
///             if bytes.isEmpty { return }
///             try connection.write(String(decoding: bytes, as: UTF8.self).uppercased())
///         }
///     }
/// }
/// ```
public protocol ConnectionHandler {
    /// Called once in each worker, after the fork and before its first connection. A worker whose start
    /// throws or takes longer than `startTimeout` counts as a failed start.
    mutating func start() throws

    /// Serves one connection to its end; it is closed on return. An error is recorded and the worker goes on.
    mutating func serve(_ connection: inout Connection) throws
}

extension ConnectionHandler {
    public mutating func start() throws {}
}

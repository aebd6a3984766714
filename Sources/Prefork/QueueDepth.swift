/// How many wait in an accept queue.
package enum QueueDepth: Hashable, Sendable {
    case counted(Int)
    /// At least one, more is not known: UNIX sockets.
    case some
    case none
}

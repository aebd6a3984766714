/// Which idle worker takes the next connection.
public enum WakeOrder: String, CaseIterable, Hashable, Sendable {
    /// One of the few that wait for a connection already, and after them the one in the lowest slot. Their caches
    /// are warm, and the others sleep until they are needed or given back.
    case lifo
    /// Each in its turn of 16 connections, so that all wear evenly.
    case fifo
}

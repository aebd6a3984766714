/// Which idle worker takes the next connection.
public enum WakeOrder: String, CaseIterable, Hashable, Sendable {
    /// One of those few that wait for a connection already, and after them the one in the lowest slot. Their caches
    /// are warm, and the rest sleeps for as long as it is not needed and can go.
    case lifo
    /// Each in its turn: all wear evenly.
    case fifo
}

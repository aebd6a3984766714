/// Which idle worker takes the next connection.
public enum WakeOrder: String, CaseIterable, Hashable, Sendable {
    /// The last one that became idle: its caches are warm, and those that are not needed stay idle and can go.
    case lifo
    /// The one that has been idle for longest: all wear evenly.
    case fifo
}

/// Which of the events that were told.
package enum EventRange: Hashable, Sendable {
    /// So many, the last of them.
    case last(Int)
    /// Those that came after the one of this number.
    case after(Int)
}

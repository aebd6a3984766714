/// The connection that a worker had in hand.
package struct InHand: Sendable {
    package let connection: UInt64
    package let peer: PackedPeer
    /// Monotonic nanoseconds.
    package let since: UInt64
}

/// Whether workers that become ready may take connections. Those that were ready before go on.
package enum Admission: UInt64 {
    case open
    /// The configuration is on trial, and is not to be seen before it holds.
    case notYet
    /// The configuration holds no more.
    case noMore
}

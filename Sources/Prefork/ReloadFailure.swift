/// Why a reload came to nothing.
package enum ReloadFailure: Error, Hashable, Sendable {
    /// The configuration is wrong, or what it asks for can't be had.
    case refused(String)
    /// The first worker of the new configuration did not become ready.
    case notReady(service: String, String)
    /// The daemon ends.
    case stopping
}

import CLinux
package import SystemPackage

/// The parts of root's power that this process has: capabilities(7).
package enum Capabilities {
    /// Gives up all that it holds.
    package static func drop() throws(Errno) {
        try systemCall { clinux_capabilities_drop() }
    }

    /// Gives up what a program could be given, where this process may; so before it gives up the rest.
    package static func dropBounding() throws(Errno) {
        try systemCall { clinux_capabilities_drop_bounding() }
    }
}

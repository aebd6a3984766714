import CLinux
package import SystemPackage

/// That no program which this process becomes or starts can have more rights than it has: prctl(2), PR_SET_NO_NEW_PRIVS.
package enum NoNewPrivileges {
    /// There is no way back, for children neither.
    package static func set() throws(Errno) {
        try systemCall { clinux_no_new_privileges() }
    }
}

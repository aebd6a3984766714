import Glibc
package import SystemPackage

/// A folder in the place of "/": chroot(2), which holds whoever has neither the right to do it again nor a folder outside
/// open.
package enum Chroot {
    package static func enter(_ path: String) throws(Errno) {
        try systemCall { chroot(path) }
        try systemCall { chdir("/") }
    }
}

import Glibc
package import SystemPackage

/// Where relative paths of this process begin.
package enum WorkingDirectory {
    package static func change(to path: String) throws(Errno) {
        try systemCall { chdir(path) }
    }
}

import Glibc

/// The environment of this process.
package enum Environment {
    package static subscript(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    package static func remove(_ name: String) {
        unsetenv(name)
    }
}

import Glibc

/// The environment of this process.
package enum Environment {
    package static subscript(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    package static var all: [(name: String, value: String)] {
        var variables: [(name: String, value: String)] = []
        var index = 0
        while let entry = environ[index] {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables.append((String(parts[0]), String(parts[1]))) }
            index += 1
        }
        return variables
    }

    package static func remove(_ name: String) {
        // Not the conversion that a call brings, which allocates: each new worker comes by.
        name.withCString { name in
            // Where it is not there, the C library would write all the same.
            if getenv(name) != nil { unsetenv(name) }
        }
    }
}

import Glibc

/// What this machine calls itself: uname(2).
package enum HostName {
    /// nil where it has no name.
    package static var current: String? {
        var names = utsname()
        guard uname(&names) == 0 else { return nil }
        let name = withUnsafeBytes(of: names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return name.isEmpty ? nil : name
    }
}

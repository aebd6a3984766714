import Glibc

/// Descriptor 1 or 2, written whole and without a buffer: what stdio holds back would go out again from each forked child.
package enum StandardStream: CInt {
    case output = 1
    case error = 2

    package func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// A reader that is gone is no reason to fail: there is nobody left to tell.
    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { bytes in
                (try? systemCall { Glibc.write(rawValue, bytes.baseAddress, bytes.count) }) ?? 0
            }
            if written == 0 { return }
            rest = rest.dropFirst(written)
        }
    }
}

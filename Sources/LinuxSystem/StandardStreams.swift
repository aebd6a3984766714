import Glibc

/// Descriptor 1, written without a buffer: what stdio holds back would go out again from each forked child.
package enum StandardOutput {
    package static func write(_ text: String) {
        writeAll(Array(text.utf8), to: 1)
    }

    package static func write(_ bytes: [UInt8]) {
        writeAll(bytes, to: 1)
    }
}

/// Descriptor 2, written without a buffer.
package enum StandardErrorOutput {
    package static func write(_ text: String) {
        writeAll(Array(text.utf8), to: 2)
    }
}

/// A reader that is gone is no reason to fail: there is nobody left to tell.
private func writeAll(_ bytes: [UInt8], to number: CInt) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { bytes in
            (try? systemCall { Glibc.write(number, bytes.baseAddress, bytes.count) }) ?? 0
        }
        if written == 0 { return }
        rest = rest.dropFirst(written)
    }
}

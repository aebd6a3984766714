import CLinux
import Glibc
import SystemPackage

/// Descriptor 1 or 2, written whole and without a buffer: what stdio holds back would go out again from each forked child.
package enum StandardStream: CInt {
    case output = 1
    case error = 2

    @discardableResult
    package func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    /// - Returns: false where the reader is gone or the disk is full.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                let written = try rest.withUnsafeBytes { bytes throws(Errno) in
                    try systemCall { Glibc.write(rawValue, bytes.baseAddress, bytes.count) }
                }
                if written == 0 { return false }
                rest = rest.dropFirst(written)
            } catch .resourceTemporarilyUnavailable {
                waitWritable()
            } catch {
                return false
            }
        }
        return true
    }

    /// Whoever shares the stream may have made it non-blocking.
    private func waitWritable() {
        var entry = pollfd(fd: rawValue, events: CShort(POLLOUT), revents: 0)
        _ = poll(&entry, 1, -1)
    }
}

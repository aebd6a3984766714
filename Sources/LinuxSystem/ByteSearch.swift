import Glibc

/// The C library's search for a byte, which is as fast in a debug build.
package enum ByteSearch {
    /// How many bytes come before the first that is `byte`; nil where none is.
    package static func length(of bytes: UnsafeRawBufferPointer, upTo byte: UInt8) -> Int? {
        guard let start = bytes.baseAddress, let found = memchr(start, CInt(byte), bytes.count) else { return nil }
        return UnsafeRawPointer(found) - start
    }
}

import CLinux
import Glibc

/// The terminal on a standard stream, if there is one.
package enum Terminal {
    package static func isThere(_ stream: StandardStream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Columns and rows; nil where nobody knows.
    package static func size(_ stream: StandardStream) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}

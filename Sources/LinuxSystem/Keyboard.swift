import CLinux
import Glibc
package import SystemPackage

/// Descriptor 0 as a keyboard: keys come as they are pressed and are not shown, until the owner lets go.
package struct Keyboard: ~Copyable {
    private let before: termios

    package init() throws(Errno) {
        let found = try Self.settings()
        var settings = found
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        try systemCall { tcsetattr(0, TCSANOW, &settings) }
        before = found
    }

    private static func settings() throws(Errno) -> termios {
        var settings = termios()
        try systemCall { tcgetattr(0, &settings) }
        return settings
    }

    deinit {
        var settings = before
        tcsetattr(0, TCSANOW, &settings)
    }

    package var descriptor: CInt { 0 }

    /// The keys that were pressed; none: the terminal is gone.
    package func keys() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(0, &buffer, buffer.count)
        return Array(buffer.prefix(max(0, count)))
    }
}

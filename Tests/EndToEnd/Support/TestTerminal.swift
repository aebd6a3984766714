import Glibc
import LinuxSystem
import SystemPackage

/// A terminal on which a program of this package runs, and the keys and eyes of its user.
final class TestTerminal {
    static let enter = "\u{1B}[?1049h"
    static let leave = "\u{1B}[?1049l"

    // Of ioctl_tty(2): TIOCSPTLCK and TIOCGPTN.
    private static let unlock: UInt = 0x4004_5431
    private static let index: UInt = 0x8004_5430

    private let user: Descriptor
    /// Held open, so that nothing is lost when the program ends.
    private let screen: Descriptor
    private(set) var text = ""

    init() throws {
        // As posix_openpt(3), unlockpt(3) and ptsname(3), which the Glibc module leaves out.
        let number = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let user = Descriptor(owning: number)
        var (lock, index): (CInt, CInt) = (0, 0)
        guard ioctl(number, Self.unlock, &lock) == 0, ioctl(number, Self.index, &index) == 0 else {
            throw Errno(rawValue: errno)
        }
        let name = "/dev/pts/\(index)"
        let other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard other >= 0 else { throw Errno(rawValue: errno) }
        self.user = user
        screen = Descriptor(owning: other)
    }

    func start(_ arguments: [String]) throws -> Child {
        var launch = Launch(program: Program.preforkctl, arguments: arguments, environment: ["TERM=xterm"])
        for number in CInt(0)...2 { launch.descriptors[number] = screen.rawValue }
        return try Child(launch)
    }

    /// Whether keys are shown, and come one by one or line by line.
    var settings: [UInt32] {
        var settings = termios()
        tcgetattr(screen.rawValue, &settings)
        return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(screen.rawValue, UInt(TIOCSWINSZ), &size)
    }

    /// What its user sees of each line that was written, without the colours and what moves the cursor.
    var lines: [Substring] {
        let written = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\r" }))
        return written.replacing(/\u{1B}\[[?0-9;]*[A-Za-z]/, with: "").split(separator: "\n")
    }

    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = try? bytes.withUnsafeBytes { try user.write($0) }
    }

    func read(until mark: String) throws {
        let end = MonotonicClock.now() + .seconds(20)
        while !text.contains(mark) {
            guard try user.waitReadable(timeout: max(.zero, end - MonotonicClock.now())) else {
                throw Absent(wanted: "\(mark.debugDescription) on the terminal: \(text.debugDescription)", limit: nil)
            }
            let bytes = try [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = try user.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            text += String(decoding: bytes, as: UTF8.self)
        }
    }
}

import CLinux
import Glibc

/// A signal by its number.
package struct Signal: RawRepresentable, Hashable, Sendable {
    package let rawValue: CInt

    package init(rawValue: CInt) {
        self.rawValue = rawValue
    }

    package static let alarm = Signal(rawValue: SIGALRM)
    package static let child = Signal(rawValue: SIGCHLD)
    package static let hangup = Signal(rawValue: SIGHUP)
    package static let interrupt = Signal(rawValue: SIGINT)
    package static let quit = Signal(rawValue: SIGQUIT)
    package static let io = Signal(rawValue: SIGIO)
    package static let kill = Signal(rawValue: SIGKILL)
    package static let terminalStop = Signal(rawValue: SIGTSTP)
    package static let terminalInput = Signal(rawValue: SIGTTIN)
    package static let terminalOutput = Signal(rawValue: SIGTTOU)
    package static let user1 = Signal(rawValue: SIGUSR1)
    package static let user2 = Signal(rawValue: SIGUSR2)
    package static let fileSize = Signal(rawValue: SIGXFSZ)
    package static let pipe = Signal(rawValue: SIGPIPE)
    package static let terminate = Signal(rawValue: SIGTERM)
    package static let resume = Signal(rawValue: SIGCONT)

    /// The name without "SIG", as kill(1) lists it.
    package var name: String {
        sigabbrev_np(rawValue).map { String(cString: $0) } ?? "\(rawValue)"
    }

    package func ignore() {
        Glibc.signal(rawValue, SIG_IGN)
    }

    package func restoreDefault() {
        Glibc.signal(rawValue, SIG_DFL)
    }
}

import Glibc

/// How a process ended, in the kernel's own terms.
package enum WaitStatus: Hashable, Sendable {
    case exited(Int32)
    case killed(Signal, coreDumped: Bool)
    /// It is gone, and the kernel does not tell how.
    case unknown

    /// From the number that wait4() fills in, whose macros Swift does not see.
    init(waitFormat status: Int32) {
        let signal = status & 0x7F
        self =
            signal == 0
            ? .exited(status >> 8 & 0xFF) : .killed(Signal(rawValue: signal), coreDumped: status & 0x80 != 0)
    }

    package var isSuccess: Bool { self == .exited(0) }

    package var isKill: Bool {
        if case .killed(.kill, _) = self { true } else { false }
    }

    /// Whether somebody else ended it: with KILL, or with a signal that it obeyed in peace.
    package var isImposed: Bool {
        switch self {
        case .exited(let status): status == 0
        case .killed(let signal, _): signal == .kill
        case .unknown: false
        }
    }
}

extension WaitStatus: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .killed(let signal, coreDumped: false): "was killed by signal \(signal.name)"
        case .unknown: "ended in a way that is not known"
        case .killed(let signal, coreDumped: true): "was killed by signal \(signal.name) and dumped core"
        }
    }
}

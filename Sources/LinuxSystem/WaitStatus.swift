import Glibc

/// How a process ended, in the kernel's own terms.
package enum WaitStatus: Hashable, Sendable {
    case exited(Int32)
    case killed(Signal, coreDumped: Bool)

    package var isSuccess: Bool { self == .exited(0) }
}

extension WaitStatus: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .killed(let signal, coreDumped: false): "was killed by signal \(signal.name)"
        case .killed(let signal, coreDumped: true): "was killed by signal \(signal.name) and dumped core"
        }
    }
}

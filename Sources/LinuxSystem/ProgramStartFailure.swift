import CLinux
package import SystemPackage

/// Why a program could not be started.
package struct ProgramStartFailure: SystemCaused, CustomStringConvertible {
    package let description: String
    package let cause: Errno?

    init(_ step: clinux_program_step, _ error: Errno) {
        cause = error
        description =
            switch step {
            case CLINUX_PROGRAM_FORK: "there can be no process for it: \(error)"
            case CLINUX_PROGRAM_PREPARE: "its process could not be prepared: \(error)"
            // The file is not what it should be.
            default: "\(error)"
            }
    }
}

import CLinux
import Glibc
import SystemPackage

/// A program that is started again and again, with all that is the same for every start made ready once.
package final class Program {
    private let arguments: CStringVector

    /// - Parameter command: the path of the program, which is its first argument too, and the others.
    package init(_ command: [String]) {
        precondition(!command.isEmpty, "a command has a program")
        arguments = CStringVector(command)
    }

    /// To be called once in the process that starts programs, when its signals are what they will be.
    package static func expectStarts() {
        clinux_program_expect()
    }

    /// Starts it at the head of a process group of its own, with `socket` on descriptors 0 and 1, `errors` on 2, no
    /// other descriptor, no signal held back, ignored or handled, and exactly this environment.
    ///
    /// The child shares this process's memory until the program is there, so the start copies nothing, and what the
    /// kernel says to execve() is told here.
    /// - Parameter note: has the number from before the program runs, and until it is cleared.
    package func start(
        socket: CInt, errors: CInt, environment: CStringVector, note: ProgramNote
    ) throws(ProgramStartFailure) -> ProgramProcess {
        precondition(socket > 2 && errors > 2, "descriptors of a daemon")
        var step = CLINUX_PROGRAM_FORK
        do throws(Errno) {
            let pid = try systemCall(retryOnInterrupt: false) {
                arguments.withPointers { arguments in
                    environment.withPointers { environment in
                        var program = clinux_program(
                            arguments: arguments, environment: environment, socket: socket, errors: errors)
                        return clinux_program_start(&program, note.word, &step)
                    }
                }
            }
            return ProgramProcess(pid: pid)
        } catch {
            throw ProgramStartFailure(step, error)
        }
    }
}

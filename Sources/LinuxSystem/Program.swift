import CLinux
import Glibc
package import SystemPackage

/// A program that is started again and again, with all that is the same for every start made ready once.
package final class Program {
    private let path: String
    private let arguments: CStringVector
    private var attributes = posix_spawnattr_t()
    private var actions = posix_spawn_file_actions_t()
    /// The descriptors that the actions are for; mostly the same from connection to connection.
    private var prepared: (socket: CInt, errors: CInt)?

    /// - Parameter command: the path of the program, which is its first argument too, and the others.
    package init(_ command: [String]) {
        precondition(!command.isEmpty, "a command has a program")
        path = command[0]
        arguments = CStringVector(command)
        posix_spawnattr_init(&attributes)
        posix_spawn_file_actions_init(&actions)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, CShort(flags))
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // Not sigfillset(): it leaves out two that the C library keeps for itself, and posix_spawn would ignore those.
        withUnsafeMutableBytes(of: &signals) { bytes in
            for index in bytes.indices { bytes[index] = 0xFF }
        }
        posix_spawnattr_setsigdefault(&attributes, &signals)
    }

    deinit {
        posix_spawnattr_destroy(&attributes)
        posix_spawn_file_actions_destroy(&actions)
    }

    /// Starts it at the head of a process group of its own, with `socket` on descriptors 0 and 1, `errors` on 2, no
    /// other descriptor, no signal held back, ignored or handled, and exactly this environment.
    ///
    /// posix_spawn shares this process's memory until the program is there, so the start copies nothing, and what the
    /// kernel says to execve() is told here.
    package func start(socket: CInt, errors: CInt, environment: CStringVector) throws(Errno) -> ProgramProcess {
        prepare(socket: socket, errors: errors)
        var pid: pid_t = 0
        let result = arguments.withPointers { arguments in
            environment.withPointers { environment in
                posix_spawn(&pid, path, &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else { throw Errno(rawValue: result) }
        return ProgramProcess(pid: pid)
    }

    private func prepare(socket: CInt, errors: CInt) {
        if let prepared, prepared == (socket, errors) { return }
        posix_spawn_file_actions_destroy(&actions)
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, socket, 0)
        posix_spawn_file_actions_adddup2(&actions, socket, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        prepared = (socket, errors)
    }
}

import CLinux
import Glibc
package import SystemPackage

/// What a process does on its way to become another program.
package enum ProcessImage {
    /// Has the kernel send `signal` when the parent ends, and looks once whether it has already. A change of credentials
    /// would undo it, so those come first.
    /// - Returns: whether `parent` still is the parent.
    package static func signalAtEnd(ofParent parent: Int32, _ signal: Signal) throws(Errno) -> Bool {
        try systemCall { clinux_signal_at_end_of_parent(signal.rawValue) }
        return getppid() == parent
    }

    /// Makes this process the leader of a process group of its own.
    package static func leadGroup() throws(Errno) {
        try systemCall { setpgid(0, 0) }
    }

    /// No signal is ignored, handled or held back from here on.
    package static func restoreSignals() {
        clinux_restore_signals()
        SignalMask.unblockAll()
    }

    /// Makes these the descriptors from 3 on, in their order, open for the program, with descriptor 1 the same as 2.
    /// - Parameter kept: one that stays open until then.
    /// - Returns: its number from here on.
    package static func passDescriptors(_ numbers: [CInt], keeping kept: CInt?) throws(Errno) -> CInt? {
        try StandardDescriptors.joinOutput()
        // Out of each other's way first.
        let firstFree = 3 + CInt(numbers.count)
        var copies: [CInt] = []
        for number in numbers { copies.append(try systemCall { fcntl(number, F_DUPFD_CLOEXEC, firstFree) }) }
        var moved: CInt?
        if let kept { moved = try systemCall { fcntl(kept, F_DUPFD_CLOEXEC, firstFree) } }
        for (target, copy) in zip(CInt(3)..., copies) { try systemCall { dup2(copy, target) } }
        return moved
    }

    /// Becomes the program with exactly these arguments, its own name the first, and this environment.
    /// - Returns: why not.
    package static func replace(with path: String, arguments: [String], environment: [String]) -> Errno {
        let (arguments, variables) = (CStringVector(arguments), CStringVector(environment))
        arguments.withPointers { arguments in
            variables.withPointers { variables in _ = execve(path, arguments, variables) }
        }
        return Errno(rawValue: errno)
    }
}

import Glibc
package import SystemPackage

/// What can be known for certain of a process that does nothing, for a signal has stopped it or a tracer holds it.
package enum StoppedProcess {
    /// Its sockets; nil where it is not stopped, or this process may not look.
    package static func sockets(of pid: Int32) -> Set<FileIdentity>? {
        guard isStopped(pid), let sockets = try? openSockets("\(pid)"), isStopped(pid) else { return nil }
        return sockets
    }

    /// Those of this process.
    package static func ownSockets() throws(Errno) -> Set<FileIdentity> { try openSockets("self") }

    private static func isStopped(_ pid: Int32) -> Bool {
        // The name of the program may have any character in it, so what follows is counted from the end.
        guard let text = FileContents.text("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return false }
        return ["T", "t"].contains(text[end...].dropFirst(2).first)
    }

    private static func openSockets(_ process: String) throws(Errno) -> Set<FileIdentity> {
        var sockets: Set<FileIdentity> = []
        let folder = "/proc/\(process)/fd"
        try FileContents.visitNames(in: folder) { name in
            var status = stat()
            guard stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
            sockets.insert(FileIdentity(status))
        }
        return sockets
    }
}

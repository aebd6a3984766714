import CLinux
import Glibc
package import SystemPackage

/// A program that this process may become: its file, its arguments, its environment.
package struct ProgramImage: Hashable, Sendable {
    package var path: String
    /// With its own name as the first.
    package var arguments: [String]
    /// Variables that it gets beside those of this process.
    package var variables: [String: String] = [:]

    package init(path: String, arguments: [String], variables: [String: String] = [:]) {
        self.path = path
        self.arguments = arguments
        self.variables = variables
    }

    /// How a child ends that was to become one and could not, as shells have it.
    package static let didNotRun: Int32 = 127

    /// Becomes it, with the same process number, parent and children.
    /// - Parameter kept: the descriptors above 2 that it gets.
    /// - Returns: why it can't be; then all is as it was.
    package func become(keeping kept: [CInt]) -> Errno {
        let inherited = Environment.all.filter { variables[$0.name] == nil }.map { "\($0.name)=\($0.value)" }
        for number in kept { Self.setCloseOnExec(number, false) }
        let error = ProcessImage.replace(
            with: path, arguments: arguments, environment: inherited + variables.map { "\($0.key)=\($0.value)" })
        for number in kept { Self.setCloseOnExec(number, true) }
        return error
    }

    /// From birth all are; only around an execve() some are not.
    package static func setCloseOnExec(_ number: CInt, _ closes: Bool) {
        _ = fcntl(number, F_SETFD, closes ? FD_CLOEXEC : 0)
    }
}

extension ThisProcess {
    /// The file that this process was started from; another may have its name by now.
    package static var program: String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink("/proc/self/exe", start, buffer.count)
            guard count > 0 else { return nil }
            return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    /// The same file, whatever becomes of its name.
    package static func openProgram() throws(Errno) -> Descriptor {
        Descriptor(owning: try systemCall { open("/proc/self/exe", O_RDONLY | O_CLOEXEC) })
    }
}

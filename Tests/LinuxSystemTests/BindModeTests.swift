import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("Permissions of a UNIX socket's file")
struct BindModeTests {
    /// In a process of its own, for the umask is the whole process's.
    @Test("they are those that were asked for, whatever the umask, which stays as it was")
    func mode() async throws {
        let folder = try TemporaryFolder()
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            umask(0o027)
            for (name, wanted, expected) in [("a", 0o600, 0o600), ("b", 0o666, 0o666), ("c", nil, 0o750)] {
                let socket = try Socket.make(.unix)
                let address = try SocketAddress(unixPath: "\(path)/\(name)")
                try Socket.bind(socket, to: address, mode: wanted.map(UInt32.init))
                var status = stat()
                #expect(lstat("\(path)/\(name)", &status) == 0)
                #expect(status.st_mode & 0o7777 == mode_t(expected))
            }
            #expect(umask(0) == 0o027)
        }
    }
}

import Glibc
import LinuxSystem
import Systemd

/// What a service does with the sockets that it is passed.
enum SocketScenes {
    /// Takes all sockets of each name in turn, then tells what is left, and what a second value and a child would see.
    static func take(_ names: [String]) throws {
        var passed = try PassedSockets()
        var closedOnExec = true
        for name in names {
            while let socket = passed.take(name) {
                closedOnExec = closedOnExec && fcntl(socket.rawValue, F_GETFD) & FD_CLOEXEC != 0
                print("\(name) \(socket.rawValue) \(try FileIdentity(of: socket.rawValue).inode)")
            }
        }
        let left = passed.names
        print("left \(left.joined(separator: " "))")
        print("close-on-exec \(closedOnExec)")
        let again = try PassedSockets()
        print("again \(again.names.count)")
        print("environment \(["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"].contains { Environment[$0] != nil })")
        end(passed)
        print("open \((3...6).filter { fcntl(CInt($0), F_GETFD) >= 0 })")
    }

    private static func end(_ passed: consuming PassedSockets) {}
}

import Glibc
import LinuxSystem
import SystemPackage

/// A new folder that goes away, with the files in it, when its owner does.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        var template = Array("/tmp/systemd-tests-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        path = String(cString: made)
    }

    deinit {
        for name in (try? FileContents.names(in: path)) ?? [] { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}

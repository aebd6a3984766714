import Glibc
import LinuxSystem
import TestSupport

/// A folder for chroot(2): some programs with the libraries that they need, a folder `data`, and nothing else; no /proc
/// and no /etc.
final class Jail {
    let folder: TemporaryFolder

    var path: String { folder.path }

    init(_ programs: String...) throws {
        folder = try TemporaryFolder()
        makeFolder("data")
        // A shell wants it for its jobs, and a file will do.
        makeFolder("dev")
        try folder.write("dev/null", "")
        for program in programs {
            let source = "/bin/\(program)"
            try copy(source, to: source)
            let listed = try Program.run(Launch(program: "ldd", arguments: [source])).output
            for word in listed.split(whereSeparator: \.isWhitespace) where word.hasPrefix("/") {
                try copy(String(word), to: String(word))
            }
        }
    }

    private func copy(_ source: String, to target: String) throws {
        let name = String(target.dropFirst())
        makeFolder(name.split(separator: "/").dropLast().joined(separator: "/"))
        let bytes = try FileContents.read(source, limit: 1 << 26)
        try folder.write(name, bytes: bytes, mode: 0o755)
    }

    private func makeFolder(_ name: String) {
        var path = folder.path
        for part in name.split(separator: "/") {
            path += "/\(part)"
            mkdir(path, 0o755)
        }
    }
}

import LinuxSystem
import SystemPackage

/// The examples of programs as they are shipped, but with their files where they are here and ports of the kernel's choice.
enum ShippedProgram {
    private static let root = String(#filePath.dropLast("/Tests/EndToEnd/Support/ShippedProgram.swift".count))
    static let folder = "\(root)/etc/preforkd/examples"

    static func start(_ name: String, _ changes: [(String, String)] = []) throws -> DaemonProcess {
        let text = String(decoding: try FileContents.read("\(folder)/\(name).toml", limit: 1 << 16), as: UTF8.self)
        var changed = text.replacing("/etc/preforkd/examples", with: folder)
            .replacing(/listen = .*/, with: "listen = \"127.0.0.1:0\"")
        for (old, new) in changes { changed = changed.replacing(old, with: new) }
        return try DaemonProcess(changed)
    }
}

import SystemPackage

/// The smallest program that says the line of a greeting: one that is linked statically, so that its start is what the
/// kernel takes and no loader's work.
package enum StaticProgram {
    package enum Failure: Error {
        /// By the C compiler of this machine.
        case notBuilt
    }

    static let needs = [
        Need("/usr/bin/cc", from: "gcc"),
        Need("/usr/include/unistd.h", from: "libc6-dev"),
    ]

    /// - Returns: its path.
    package static func build(in folder: TemporaryFolder) throws -> String {
        let message = Work.message.dropLast()
        let source = try folder.write(
            "program.c",
            "#include <unistd.h>\nint main(void) { return write(1, \"\(message)\\n\", \(message.utf8.count + 1)) < 0; }\n"
        )
        let path = "\(folder.path)/program"
        let compiler = try SpawnedProcess(
            ["/usr/bin/cc", "-O2", "-static", "-o", path, source], output: "\(folder.path)/cc.log")
        guard compiler.waitForEnd() else { throw Failure.notBuilt }
        return path
    }
}

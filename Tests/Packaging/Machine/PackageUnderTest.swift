import Glibc
import LinuxSystem

/// The Debian package, built once in a run of the tests as packaging/build-deb builds it, from the sources as they are.
enum PackageUnderTest {
    /// The path of the .deb.
    static func file() throws -> String {
        try built.get()
    }

    private static let built = Result { try build() }

    private static func build() throws -> String {
        let root = String(#filePath.dropLast("/Tests/Packaging/Machine/PackageUnderTest.swift".count))
        // Not in the tree, and there again for the next run, which has less to build.
        let folder = pathBeside("package")
        var environment = ["PREFORKD_PACKAGE_BUILD=\(folder)/build"]
        for name in ["PATH", "HOME", "CI"] {
            if let value = Environment[name] { environment.append("\(name)=\(value)") }
        }
        let build = try StartedProgram(["\(root)/packaging/build-deb", folder], environment: environment)
        build.endInput()
        let output = try build.rest(within: .seconds(1_200))
        guard try build.end().isSuccess, let path = output.split(separator: "\n").last else {
            throw Machine.Failure(description: "packaging/build-deb: \(output)")
        }
        return String(path)
    }

    /// What lies where the test program lies.
    static func pathBeside(_ name: String) -> String {
        guard let program = realpath("/proc/self/exe", nil) else { return name }
        defer { free(program) }
        return String(cString: program).split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/\(name)"
    }
}

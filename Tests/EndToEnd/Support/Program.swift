import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

/// The programs of this package, which lie where the test program lies.
enum Program {
    static let preforkd = beside("preforkd")
    static let preforkctl = beside("preforkctl")
    static let slowStart = beside("slow-start")
    static let faultySuccessor = beside("faulty-successor")
    static let trapping = beside("trapping")

    private static func beside(_ name: String) -> String {
        guard let program = realpath("/proc/self/exe", nil) else { return name }
        defer { free(program) }
        return String(cString: program).split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/\(name)"
    }

    /// Runs a program to its end.
    static func run(_ launch: Launch, within limit: Duration = .seconds(20)) throws -> Outcome {
        let folder = try TemporaryFolder()
        var launch = launch
        // Into files, which take any amount and make nobody wait.
        let output = try Self.file(folder.path("output"))
        let error = try Self.file(folder.path("error"))
        launch.descriptors[1] = output.rawValue
        launch.descriptors[2] = error.rawValue
        let status = try Child(launch).waitForEnd(within: limit)
        return Outcome(
            status: status, output: try text(folder.path("output")), error: try text(folder.path("error")))
    }

    /// Runs preforkd, which is expected to end by itself.
    static func preforkd(_ arguments: String..., wrappers: [Wrapper] = []) throws -> Outcome {
        try run(Launch(program: preforkd, arguments: arguments, wrappers: wrappers))
    }

    private static func file(_ path: String) throws -> Descriptor {
        let number = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        return Descriptor(owning: number)
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try FileContents.read(path, limit: 1 << 26), as: UTF8.self)
    }
}

/// What a program said and how it ended.
struct Outcome: CustomStringConvertible {
    let status: WaitStatus
    let output: String
    let error: String

    var errorLines: [String] { error.split(separator: "\n").map(String.init) }

    var description: String { "it \(status); output: \(output)\nerror: \(error)" }
}

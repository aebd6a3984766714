import Glibc
import LinuxSystem
import TestSupport
import Testing

/// The program journal-fixture, which lies where the test program lies.
enum Fixture {
    static let path: String = {
        guard let program = realpath("/proc/self/exe", nil) else { return "journal-fixture" }
        defer { free(program) }
        return String(cString: program).split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/journal-fixture"
    }()

    /// Runs a scene, and expects the program to end well.
    static func run(
        _ arguments: String..., environment: [String] = [], descriptors: [CInt: CInt] = [:],
        closesStandardError: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        let outcome = try Command(
            arguments: [path] + arguments, environment: environment, descriptors: descriptors,
            closesStandardError: closesStandardError
        ).run()
        #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
        return outcome
    }

    /// Runs a scene with `folder` in the place of the journal's, which only this process sees.
    static func run(
        _ arguments: String..., journal folder: String, environment: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        try run(arguments, journal: folder, environment: environment, sourceLocation: sourceLocation)
    }

    static func run(
        _ arguments: [String], journal folder: String, environment: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
        let script = """
            mount -t tmpfs none /run && mkdir -p /run/systemd/journal &&
            mount --bind "$0" /run/systemd/journal && exec "$@"
            """
        let outcome = try Command(
            arguments: ["unshare", "--mount", "sh", "-c", script, folder, path] + arguments, environment: environment
        ).run()
        #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
        return outcome
    }
}

extension Trait where Self == ConditionTrait {
    /// The path of the journal's socket is fixed in libsystemd: a fake one needs a mount namespace.
    static var needsMountNamespace: Self {
        .needs(Need.root)
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

/// A disposable machine with a systemd of its own, booted by the script `boot`; gone, with all that happened in it, when let go.
final class Machine {
    private let boot: StartedProgram
    private let firstProcess: String

    /// What went wrong in it, with what was said about it.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What a command said and how it ended.
    struct Answer: CustomStringConvertible {
        let status: WaitStatus
        let output: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
        var description: String { "it \(status) and said: \(output)" }
    }

    /// - Parameter files: copied to its /root.
    init(files: [String] = []) throws {
        let script = String(#filePath.dropLast("Machine.swift".count)) + "boot"
        boot = try StartedProgram([script] + files, environment: Self.environment)
        do {
            let said = try boot.line() ?? ""
            guard UInt32(said) != nil else {
                throw Failure(description: "the machine did not boot: \(said)\n\(try boot.rest())")
            }
            firstProcess = said
        } catch {
            // It hears the end of its input only once the machine is up.
            boot.terminate()
            _ = try? boot.end()
            throw error
        }
    }

    deinit {
        boot.endInput()
        _ = try? boot.end()
    }

    private static let environment = [
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "SYSTEMD_COLORS=0", "PAGER=cat",
    ]

    /// Where its files are to be found from outside.
    var root: String { "/proc/\(firstProcess)/root" }

    /// What a thread enters to make connections in it.
    var network: String { "/proc/\(firstProcess)/ns/net" }

    /// Starts a command in it.
    func start(_ arguments: [String]) throws -> StartedProgram {
        try StartedProgram(
            ["nsenter", "--target", firstProcess, "--all", "--"] + arguments, environment: Self.environment)
    }

    /// Runs a command in it, however it ends.
    func run(_ arguments: String...) throws -> Answer {
        let program = try start(arguments)
        program.endInput()
        let output = try program.rest()
        return Answer(status: try program.end(), output: output)
    }

    /// Runs a command in it that is expected to succeed, and tells what it said.
    @discardableResult
    func succeed(_ arguments: String...) throws -> String {
        let program = try start(arguments)
        program.endInput()
        let output = try program.rest()
        let status = try program.end()
        guard status.isSuccess else {
            throw Failure(description: "\(arguments.joined(separator: " ")) \(status): \(output)")
        }
        return output
    }

    /// Writes a file in it, whose folder is made where it is missing.
    func write(_ path: String, _ text: String) throws {
        if let slash = path.lastIndex(of: "/") { try succeed("mkdir", "-p", String(path[..<slash])) }
        let number = open("\(root)\(path)", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        let bytes = Array(text.utf8)
        let count = try bytes.withUnsafeBytes { try file.write($0) }
        guard count == bytes.count else { throw Errno.noSpace }
    }

    /// Copies a file from outside.
    func copy(_ file: String, to path: String) throws {
        let status = try StartedProgram(["cp", file, "\(root)\(path)"], environment: Self.environment).end()
        guard status.isSuccess else { throw Failure(description: "cp \(file) to \(path) \(status)") }
    }

    func read(_ path: String) throws -> String {
        String(decoding: try FileContents.read("\(root)\(path)", limit: 1 << 24), as: UTF8.self)
    }
}

extension Trait where Self == ConditionTrait {
    /// Tells loudly, for what these tests see nothing else does.
    static var needsMachine: Self {
        let missing = ["systemd-nspawn", "nsenter", "unshare", "dh", "dpkg-buildpackage"]
            .filter { !Need.isInstalled($0) }
        let need = Need(
            """
            THE PACKAGE IS NOT TESTED ON A REAL SYSTEMD: \(Credentials.isRoot ? "" : "only root can boot a machine. ")\
            Missing programs: \(missing.isEmpty ? "none" : missing.joined(separator: ", ")) \
            (packaging/build-dependencies --tests installs them)
            """
        ) { Credentials.isRoot && missing.isEmpty }
        return .needs(need)
    }
}

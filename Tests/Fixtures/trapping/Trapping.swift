// A nil that is unwrapped is one of the deaths.
// swift-format-ignore-file: NeverForceUnwrap

import Daemon
import DaemonConfiguration
import Glibc
import Prefork

/// The daemon with a handler that dies in the way that its client names: trapping FOLDER [CHROOT]. It listens at
/// FOLDER/trap.sock and on a port of 127.0.0.1.
@main
struct Trapping {
    static func main() throws {
        guard (2...3).contains(CommandLine.arguments.count) else { exit(Daemon.Exit.wrongUsage) }
        let listeners = [try Listener("unix:\(CommandLine.arguments[1])/trap.sock"), try Listener("127.0.0.1:0")]
        let log = DaemonLog(level: .debug)
        log.write(.listening, .info, "trap: listening on \(listeners[1].address)")
        var identity = Identity()
        identity.chroot = CommandLine.arguments.dropFirst(2).first
        let service = Service(
            "trap", listeners: listeners, limits: PoolLimits(min: 4, max: 4),
            settings: WorkerSettings(identity: identity, keptDescriptors: log.keptDescriptors),
            reports: WorkerReports(),
            handler: TrapHandler())
        exit(Daemon(plan: DaemonPlan(), log: log).serve([service]))
    }
}

/// Obeys each line that a client sends, and echoes what it does not know.
private struct TrapHandler: ConnectionHandler {
    mutating func serve(_ connection: inout Connection) throws {
        while true {
            let bytes = try connection.read(upTo: 4_096)
            if bytes.isEmpty { return }
            let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
            switch words.first.flatMap(Deed.init(rawValue:)) {
            case let deed?: deed.perform(words.dropFirst().joined(separator: " "))
            case nil: break
            }
            try connection.write(bytes)
        }
    }
}

private enum Deed: String {
    case index, unwrap, overflow, precondition, fatal, division, null, recursion, abort
    case write, flood, closes, leaves

    func perform(_ rest: String) {
        // Numbers that the compiler can't know, or it would refuse the worst of this.
        let number = rest.utf8.count
        switch self {
        case .index: writeLine("\(Array(0..<number)[number + 1])")
        case .unwrap: writeLine(Optional(rest).flatMap { Int($0) }!.description)
        case .overflow: writeLine("\(Int8.max + Int8(number + 1))")
        case .precondition: Swift.precondition(number < 0, "the promise of \(rest)")
        case .fatal: fatalError("the end of \(rest)")
        case .division: writeLine("\(1 / (number - number))")
        case .null: writeLine("\(UnsafePointer<Int>(bitPattern: 16 + number - number)!.pointee)")
        case .recursion: writeLine("\(Self.sink(number))")
        case .abort: Glibc.abort()
        case .write: writeText(rest)
        case .flood: for count in 0..<(Int(rest) ?? 0) { writeText("flood \(count)\n") }
        case .closes: close(2)
        case .leaves: Self.leaveProgram()
        }
    }

    @inline(never)
    private static func sink(_ depth: Int) -> Int {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 16) { bytes in
            bytes[0] = UInt8(truncatingIfNeeded: depth)
            return sink(depth + 1) + Int(bytes[0])
        }
    }

    /// A program that outlives its worker and holds its stderr open.
    private static func leaveProgram() {
        var pid: pid_t = 0
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("30"), nil]
        posix_spawnp(&pid, "sleep", nil, nil, arguments, environ)
        writeText("left \(pid)\n")
    }

    private func writeLine(_ text: String) { writeText(text + "\n") }
    private func writeText(_ text: String) { Self.writeText(text) }

    private static func writeText(_ text: String) {
        var text = text
        _ = text.withUTF8 { Glibc.write(2, $0.baseAddress, $0.count) }
    }
}

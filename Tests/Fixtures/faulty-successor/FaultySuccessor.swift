import Daemon
import DaemonConfiguration
import Glibc
import LinuxSystem
import Prefork

/// The daemon as it might be after an upgrade that goes wrong. It passes its examination, and what it does then stands in
/// the file PROGRAM.deed: PROGRAM --config FILE.
@main
struct FaultySuccessor {
    private enum Deed: String {
        case dies, workersDie, workersHang
        /// Knows another layout of the memory that it is given.
        case differs
    }

    /// By then its children are workers, and those before only try whether these can be given their limits.
    private static var supervises: Bool {
        FileContents.text("/proc/self/cmdline", limit: 4_096)?.hasPrefix("preforkd: supervisor") ?? false
    }

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, case .handover(var handover) = HandoverMemory.take(),
            let deed = FileContents.text("\(arguments[0]).deed", limit: 64).flatMap(Deed.init(rawValue:))
        else { exit(Daemon.Exit.wrongUsage) }
        let plan = try LoadedPlan.load(mainFile: arguments[2]).plan
        if arguments.last == "--check" { return }
        switch deed {
        case .dies: abort()
        case .workersDie: pthread_atfork(nil, nil) { if FaultySuccessor.supervises { _exit(3) } }
        case .workersHang: pthread_atfork(nil, nil) { while FaultySuccessor.supervises { pause() } }
        case .differs:
            handover.layout += 1
            handover = Handover(handover.text) ?? handover
        }
        let daemon = Daemon(
            plan: plan, log: DaemonLog(level: plan.logLevel),
            succession: Succession(arguments: arguments, handover: handover))
        exit(daemon.run { () throws(ConfigurationErrors) in try LoadedPlan.load(mainFile: arguments[2]).plan })
    }
}

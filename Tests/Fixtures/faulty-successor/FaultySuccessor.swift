import Daemon
import DaemonConfiguration
import Glibc
import LinuxSystem
import Prefork

/// The daemon as it might be after an upgrade that goes wrong. It passes its examination, and what it does then stands in
/// the file PROGRAM.deed: PROGRAM --config FILE.
@main
struct FaultySuccessor {
    private enum Deed {
        case dies, workersDie, workersHang
        /// Knows another layout of the memory that it is given.
        case differs
        /// Has so many descriptors, and can get no more.
        case has(descriptors: Int)

        init?(_ text: String) {
            switch text {
            case "dies": self = .dies
            case "workersDie": self = .workersDie
            case "workersHang": self = .workersHang
            case "differs": self = .differs
            default:
                guard let count = Int(text) else { return nil }
                self = .has(descriptors: count)
            }
        }
    }

    /// Takes all descriptors that this process may still have, but so many.
    private static func takeDescriptors(leaving count: Int) {
        var last: CInt = 0
        var taken: [CInt] = []
        while last >= 0 {
            last = open("/dev/null", O_RDONLY | O_CLOEXEC)
            if last >= 0 { taken.append(last) }
        }
        for number in taken.suffix(count) { close(number) }
    }

    /// By then its children are workers, and those before only try whether these can be given their limits.
    private static var supervises: Bool {
        FileContents.text("/proc/self/cmdline", limit: 4_096)?.hasPrefix("preforkd: supervisor") ?? false
    }

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, case .handover(var handover) = HandoverMemory.take(),
            let deed = FileContents.text("\(arguments[0]).deed", limit: 64).flatMap({ Deed($0) })
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
        case .has: break
        }
        let succession = Succession(arguments: arguments, handover: handover)
        if case .has(let count) = deed { takeDescriptors(leaving: count) }
        let daemon = Daemon(plan: plan, log: DaemonLog(level: plan.logLevel), succession: succession)
        exit(daemon.run { () throws(ConfigurationErrors) in try LoadedPlan.load(mainFile: arguments[2]).plan })
    }
}

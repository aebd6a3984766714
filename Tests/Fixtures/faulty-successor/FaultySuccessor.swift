import Daemon
import DaemonConfiguration
import Glibc
import LinuxSystem
import Prefork

/// The daemon as it might be after an upgrade that goes wrong. It passes its examination, and what it does then stands in
/// the file PROGRAM.deed, in a word or several: PROGRAM --config FILE.
@main
struct FaultySuccessor {
    private enum Deed {
        case dies, workersDie, workersHang
        /// Knows another layout of the memory that it is given.
        case differs
        /// Has so many descriptors, and can get no more.
        case has(descriptors: Int)

        init?(_ text: some StringProtocol) {
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
            let words = FileContents.text("\(arguments[0]).deed", limit: 64)
        else { exit(Daemon.Exit.wrongUsage) }
        let plan = try LoadedPlan.load(mainFile: arguments[2]).plan
        if arguments.last == "--check" { return }
        var left: Int?
        for deed in words.split(separator: " ").map({ Deed($0) }) {
            switch deed {
            case .dies: abort()
            case .workersDie: pthread_atfork(nil, nil) { if FaultySuccessor.supervises { _exit(3) } }
            case .workersHang: pthread_atfork(nil, nil) { while FaultySuccessor.supervises { pause() } }
            case .differs:
                let layout = handover.layout
                handover.layout += 1
                handover = Handover(handover.text) ?? handover
                // It is this program that has another, and the one before finds its own again.
                handover.layout = layout
            case .has(let count): left = count
            case nil: exit(Daemon.Exit.wrongUsage)
            }
        }
        let succession = Succession(arguments: arguments, handover: handover)
        if let left { takeDescriptors(leaving: left) }
        let daemon = Daemon(plan: plan, log: DaemonLog(level: plan.logLevel), succession: succession)
        exit(daemon.run { () throws(ConfigurationErrors) in try LoadedPlan.load(mainFile: arguments[2]).plan })
    }
}

import LinuxSystem
import SystemPackage
import Systemd

/// What a service tells its manager.
enum NotifierScenes {
    static func notify(_ arguments: [String]) {
        let assignments = arguments.map(assignment)
        print(Notifier.isAvailable ? "available" : "unavailable")
        print(
            JournalFixture.outcome { () throws(Errno) in
                if try !Notifier.send(assignments) { print("nobody listens") }
            })
    }

    private static func assignment(_ argument: String) -> Notifier.Assignment {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch parts[0] {
        case "ready": return .ready
        case "reloading": return .reloading
        case "stopping": return .stopping
        case "watchdog": return .watchdog
        case "status": return .status(parts[1])
        case "extend": return .extendTimeout(.milliseconds(Int(parts[1]) ?? 0))
        default: fatalError("no assignment \"\(argument)\"")
        }
    }

    static func watchdog() {
        do {
            print(try Notifier.watchdogInterval.map { "\($0)" } ?? "none")
        } catch {
            print(error)
        }
    }

    /// Prints which of `variables` are left.
    static func forget(_ variables: [String]) {
        Notifier.forgetEnvironment()
        print(variables.filter { Environment[$0] != nil }.joined(separator: " "))
    }
}

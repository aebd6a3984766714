import Daemon
import DaemonConfiguration
import Glibc
import Prefork

/// The daemon with a handler whose start takes its time: slow-start FOLDER START-TIME START-TIMEOUT (milliseconds).
///
/// It listens at FOLDER/slow.sock with that handler and at FOLDER/fast.sock with one that starts at once. While there is
/// a file FOLDER/broken, starts of the slow one fail.
@main
struct SlowStart {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let startTime = UInt32(arguments[2]), let timeout = Int(arguments[3]) else {
            exit(Daemon.Exit.wrongUsage)
        }
        let limits = PoolLimits(min: 2, max: 2, startTimeout: .milliseconds(timeout))
        let services = try [("slow", startTime), ("fast", 0)].map { name, time in
            Service(
                name, listeners: [try Listener("unix:\(arguments[1])/\(name).sock")], limits: limits,
                handler: Greeting(startTime: time, breaker: name == "slow" ? "\(arguments[1])/broken" : nil))
        }
        // A start that goes on is cut off soon.
        let plan = DaemonPlan(drainTimeout: .seconds(2))
        exit(Daemon(plan: plan, log: DaemonLog(level: .debug)).serve(services))
    }
}

private struct Greeting: ConnectionHandler {
    /// Milliseconds.
    let startTime: UInt32
    let breaker: String?

    struct Broken: Error {}

    mutating func start() throws {
        usleep(startTime * 1_000)
        if let breaker, access(breaker, F_OK) == 0 { throw Broken() }
    }

    mutating func serve(_ connection: inout Connection) throws {
        try connection.write("started\n")
    }
}

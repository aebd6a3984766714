internal import DaemonConfiguration
internal import Handlers
internal import LinuxSystem
internal import Prefork

/// From the plan of a program to the handler that starts it, or to what workers become.
enum ProgramAssembly {
    static func handler(
        _ plan: ProgramPlan, timeLimit: Duration?, service: String, reports: ProgramReports
    ) -> ProgramHandler {
        ProgramHandler(
            command: plan.command, environment: ProgramEnvironment(service: service, fixed: environment(plan)),
            timeLimit: timeLimit, reports: reports)
    }

    static func acceptor(_ plan: ProgramPlan, readiness: Readiness, service: String) -> Acceptor {
        let variables = environment(plan) + [("PREFORKD_SERVICE", service)]
        return Acceptor(
            command: plan.command, environment: variables.map { "\($0.name)=\($0.value)" }, readiness: readiness)
    }

    /// The path that systemd gives to services, and the language of the machine.
    private static var defaults: [(String, String)] {
        [
            ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ("LANG", Environment["LANG"] ?? "C.UTF-8"),
        ]
    }

    /// What is asked for by name and value wins over what is passed on, and that over the rest.
    private static func environment(_ plan: ProgramPlan) -> [(name: String, value: String)] {
        var variables = defaults
        let passed = plan.passEnvironment.compactMap { name in Environment[name].map { (name, $0) } }
        for (name, value) in passed + plan.environment.map({ ($0.name, $0.value) }) {
            variables.removeAll { $0.0 == name }
            variables.append((name, value))
        }
        return variables.map { (name: $0.0, value: $0.1) }
    }
}

import PoolPolicy
import Prefork

/// The tables of all keys: reading, suggestions, defaults and `--print-config` come from here, and the manual is compared
/// with them.
package enum Keys {
    package static let daemon: [Key<DaemonPlan>] = [
        Key("log-level", \.logLevel, .word("log level")),
        Key("drain-timeout", \.drainTimeout, .duration(.zero ... .day)),
        Key("control", \.control, .control),
        Key("control-group", \.controlGroup, .account, when: .hasControl),
    ]

    /// In the order in which they are read: a key comes after the one that its condition asks.
    package static let service: [Key<ServicePlan>] = [
        Key("listen", \.listen, .addresses, isRequired: true),
        Key("backlog", \.options.backlog, .integer(1...65_535), when: .bindsItself),
        Key("socket.mode", \.options.mode, .fileMode, when: .listensOnPath),
        Key("socket.owner", \.options.owner, .account, when: .listensOnPath),
        Key("socket.group", \.options.group, .account, when: .listensOnPath),
        Key("socket.nodelay", \.options.noDelay, .boolean, when: .listensOnNetwork),
        Key("socket.keepalive", \.options.keepAlive, .boolean, when: .listensOnNetwork),
        Key("handler", \.handler.name, .word("handler"), isRequired: true),
        Key("message", \.handler.message, .text, isRequired: true, when: .handles(.greeting)),
        Key("quotes", \.handler.quotes, .quotes, isRequired: true, when: .handles(.qotd)),
        Key("hosts", \.handler.hosts, .hostNames, when: .handles(.metrics, .status)),
        Key("command", \.handler.program.command, .command, isRequired: true, when: .handles(.program, .acceptor)),
        Key("environment", \.handler.program.environment, .variables, when: .handles(.program, .acceptor)),
        Key("pass-environment", \.handler.program.passEnvironment, .variableNames, when: .handles(.program, .acceptor)),
        Key(
            "timeouts.total", \.handler.timeLimit, .duration(.milliseconds(1) ... .day * 365), when: .handles(.program)),
        Key("timeouts.drain", \.drainTimeout, .duration(.zero ... .day)),
        Key("ready", \.handler.ready, .word("readiness"), when: .handles(.acceptor)),
        Key("workers.min", \.workers.min, .integer(0...PoolLimits.maximum)),
        Key("workers.max", \.workers.max, .maximum),
        Key("workers.spare", \.workers.spare, .integer(0...PoolLimits.maximum), when: .seesConnections),
        Key("workers.start-timeout", \.workers.startTimeout, .duration(.milliseconds(1) ... .day)),
        Key(
            "workers.idle-timeout", \.workers.idleTimeout, .duration(.milliseconds(1) ... .day), when: .seesConnections),
        Key(
            "workers.max-connections", \.workers.maxConnections, .integer(0...1_000_000_000),
            when: .seesConnections),
        Key("workers.max-age", \.workers.recycling.maxAge, .duration(.seconds(1) ... .day * 365)),
        Key(
            "workers.max-memory", \.workers.recycling.maxMemory, .size(256 << 10...1 << 40), when: .seesConnections),
        Key("workers.max-unavailable", \.workers.maxUnavailable, .share),
        Key("workers.wake", \.workers.wake, .word("waking order"), when: .seesConnections),
        Key("workers.scheduling", \.scheduling, .word("scheduling policy"), when: .servesByItself),
        Key("user", \.identity.user, .user),
        Key("group", \.identity.group, .group),
        Key("chroot", \.identity.chroot, .path),
        Key("directory", \.identity.directory, .path),
        Key("limits", \.identity.limits, .limits),
        Key("accounting", \.accounting, .word("accounting"), when: .seesConnections),
    ]
}

extension Condition<DaemonPlan> {
    fileprivate static let hasControl = Condition(key: "control") { plan in
        plan.control == .off ? "is not used where control is \"off\"" : nil
    }
}

extension Condition<ServicePlan> {
    fileprivate static func handles(_ handlers: HandlerName...) -> Condition {
        Condition(key: "handler") { plan in
            handlers.contains(plan.handler.name) ? nil : "is not used by handler \"\(plan.handler.name.rawValue)\""
        }
    }

    /// The daemon knows nothing of connections that a program accepts by itself.
    fileprivate static let seesConnections = Condition(key: "handler") { plan in
        plan.handler.name != .acceptor ? nil : "is not used by handler \"acceptor\", which accepts by itself"
    }

    /// What a worker starts would inherit it.
    fileprivate static let servesByItself = Condition(key: "handler") { plan in
        plan.handler.programPath == nil ? nil : "is not used by handler \"\(plan.handler.name.rawValue)\""
    }

    /// The queue of a socket that was passed is as long as its unit says.
    fileprivate static let bindsItself = Condition(key: "listen") { plan in
        plan.listen.allSatisfy(\.isPassed) ? "is not for a systemd:NAME listener, and this service has no other" : nil
    }

    fileprivate static let listensOnPath = Condition(key: "listen") { plan in
        plan.listen.contains(where: \.isPath) ? nil : "is only for a unix:/PATH listener, and this service has none"
    }

    fileprivate static let listensOnNetwork = Condition(key: "listen") { plan in
        plan.listen.allSatisfy(\.isUnix) ? "is not for a UNIX listener, and this service has no other" : nil
    }
}

extension ListenAddress {
    fileprivate var isPath: Bool { if case .unixPath = self { true } else { false } }

    fileprivate var isPassed: Bool { if case .systemd = self { true } else { false } }

    fileprivate var isUnix: Bool {
        switch self {
        case .unixPath, .unixAbstract: true
        case .host, .any, .systemd: false
        }
    }
}

import PoolPolicy
import Prefork

/// The tables of all keys: reading, suggestions, defaults, `--print-config` and the manual come from here.
package enum Keys {
    package static let daemon: [Key<DaemonPlan>] = [
        Key(
            "log-level", \.logLevel, .word("log level"),
            "The least urgent records that are written to the journal."),
        Key(
            "drain-timeout", \.drainTimeout, .duration(.zero ... .day),
            "How long connections in hand may take to finish when the daemon stops; 0s ends them at once."),
        Key(
            "control", \.control, .control,
            "Where preforkctl talks to the daemon; auto: at control.sock in the runtime directory, where there is one."),
        Key(
            "control-group", \.controlGroup, .account,
            "Group whose members may use preforkctl, besides root and the daemon's own user."),
    ]

    /// In the order in which they are read: a key comes after the one that its condition asks.
    package static let service: [Key<ServicePlan>] = [
        Key(
            "listen", \.listen, .addresses, isRequired: true,
            "Where clients connect: HOST:PORT, [V6]:PORT, *:PORT, unix:/PATH, unix:@NAME or systemd:NAME."),
        Key(
            "backlog", \.options.backlog, .integer(1...65_535),
            "Length of the accept queue; the kernel caps it at net.core.somaxconn."),
        Key(
            "socket.mode", \.options.mode, .fileMode, when: .listensOnPath,
            "Permissions of the path of a UNIX listener; unset, the umask decides."),
        Key(
            "socket.owner", \.options.owner, .account, when: .listensOnPath,
            "User who owns the path of a UNIX listener."),
        Key(
            "socket.group", \.options.group, .account, when: .listensOnPath,
            "Group of the path of a UNIX listener."),
        Key(
            "socket.nodelay", \.options.noDelay, .boolean, when: .listensOnNetwork,
            "Whether small answers are sent without waiting for more to send: TCP_NODELAY of tcp(7)."),
        Key(
            "socket.keepalive", \.options.keepAlive, .boolean, when: .listensOnNetwork,
            "Whether the kernel probes silent clients: SO_KEEPALIVE of socket(7)."),
        Key(
            "handler", \.handler.name, .word("handler"), isRequired: true,
            "What answers a connection."),
        Key(
            "message", \.handler.message, .text, isRequired: true, when: .handles(.greeting),
            "What the handler greeting sends to every client."),
        Key(
            "quotes", \.handler.quotes, .quotes, isRequired: true, when: .handles(.qotd),
            "What the handler qotd chooses from."),
        Key(
            "hosts", \.handler.hosts, .hostNames, when: .handles(.metrics, .status),
            "Names of Host that a listener on localhost answers to, besides localhost, this machine's name and addresses."
        ),
        Key(
            "command", \.handler.program.command, .command, isRequired: true, when: .handles(.program, .acceptor),
            "The program that is started for each connection, or that each worker becomes, and its arguments."),
        Key(
            "environment", \.handler.program.environment, .variables, when: .handles(.program, .acceptor),
            "Environment variables of the program, besides those that every program is given."),
        Key(
            "pass-environment", \.handler.program.passEnvironment, .variableNames,
            when: .handles(.program, .acceptor),
            "Environment variables of the daemon that the program is given too, where the daemon has them."),
        Key(
            "timeouts.total", \.handler.timeLimit, .duration(.milliseconds(1) ... .day * 365),
            when: .handles(.program),
            "How long the program of a connection may run before it is ended; unset: as long as it likes."),
        Key(
            "timeouts.drain", \.drainTimeout, .duration(.zero ... .day),
            "How long connections in hand may take to finish at a stop; unset: the daemon's drain-timeout."),
        Key(
            "ready", \.handler.ready, .word("readiness"), when: .handles(.acceptor),
            "When a program that accepts by itself is ready: once it runs, or once it says so."),
        Key(
            "workers.min", \.workers.min, .integer(0...PoolLimits.maximum),
            "Workers that are there even when nobody connects, and all that there are of an acceptor; follows max alone."
        ),
        Key(
            "workers.max", \.workers.max, .maximum,
            "Workers that are never exceeded, and so connections that are served at once; auto: what the system allows."
        ),
        Key(
            "workers.spare", \.workers.spare, .integer(0...PoolLimits.maximum), when: .seesConnections,
            "Idle workers to keep ahead of demand."),
        Key(
            "workers.start-timeout", \.workers.startTimeout, .duration(.milliseconds(1) ... .day),
            "How long a worker may take to become ready."),
        Key(
            "workers.idle-timeout", \.workers.idleTimeout, .duration(.milliseconds(1) ... .day),
            when: .seesConnections,
            "How long workers above the minimum stay when they are not needed."),
        Key(
            "workers.max-connections", \.workers.maxConnections, .integer(0...1_000_000_000),
            when: .seesConnections,
            "Connections after which a worker is replaced; 0: never for that."),
        Key(
            "workers.max-age", \.workers.recycling.maxAge, .duration(.seconds(1) ... .day * 365),
            "Age at which a worker is replaced; unset: never for that."),
        Key(
            "workers.max-memory", \.workers.recycling.maxMemory, .size(256 << 10...1 << 40),
            when: .seesConnections,
            "Private memory with which a worker is replaced after its connection; unset: never for that."),
        Key(
            "workers.max-unavailable", \.workers.maxUnavailable, .share,
            "Workers that may be missing at once because they are being replaced; a percentage is of max."),
        Key(
            "workers.wake", \.workers.wake, .word("waking order"), when: .seesConnections,
            "Which idle worker takes the next connection: one of the few that are warm, or each in its turn."),
        Key(
            "workers.scheduling", \.scheduling, .word("scheduling policy"), when: .servesByItself,
            "Whether a worker that is woken waits for whoever runs, or may interrupt it: SCHED_BATCH or SCHED_OTHER of sched(7)."
        ),
        Key(
            "user", \.identity.user, .user,
            "User as whom the workers run; unset, the daemon's own."),
        Key(
            "group", \.identity.group, .group,
            "Group as which the workers run; unset, that of the user."),
        Key(
            "chroot", \.identity.chroot, .path,
            "Folder that is the root of the file system to the workers; unset, that of the daemon."),
        Key(
            "directory", \.identity.directory, .path,
            "Folder in which the workers run, below chroot; unset, the root of chroot, or where the daemon runs."),
        Key(
            "limits", \.identity.limits, .limits,
            "Resource limits of the workers and of the programs that they start, by the names of limits.conf(5)."),
        Key(
            "accounting", \.accounting, .word("accounting"), when: .seesConnections,
            "Which connections get a record in the journal: none, those that failed, or all."),
    ]
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

    fileprivate static let listensOnPath = Condition(key: "listen") { plan in
        plan.listen.contains(where: \.isPath) ? nil : "is only for a unix:/PATH listener, and this service has none"
    }

    fileprivate static let listensOnNetwork = Condition(key: "listen") { plan in
        plan.listen.allSatisfy(\.isUnix) ? "is not for a UNIX listener, and this service has no other" : nil
    }
}

extension ListenAddress {
    fileprivate var isPath: Bool { if case .unixPath = self { true } else { false } }

    fileprivate var isUnix: Bool {
        switch self {
        case .unixPath, .unixAbstract: true
        case .host, .any, .systemd: false
        }
    }
}

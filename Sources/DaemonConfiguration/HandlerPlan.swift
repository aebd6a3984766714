package import Prefork

/// What a worker does with a connection, and what it needs for that.
package enum HandlerPlan: Hashable, Sendable {
    case greeting(message: String)
    case echo
    case discard
    case chargen
    case daytime
    case time
    case qotd(quotes: [String])
    /// Each with the names by which it is asked, besides those that this machine has for itself.
    case metrics(hosts: [String]?)
    case status(hosts: [String]?)
    /// A program for each connection, and how long it may run; nil: as long as it likes.
    case program(ProgramPlan, timeLimit: Duration?)
    /// A program that accepts by itself.
    case acceptor(ProgramPlan, ready: Readiness)
}

/// The values of the key `handler`.
package enum HandlerName: String, CaseIterable, Hashable, Sendable {
    case greeting, echo, discard, chargen, daytime, time, qotd, metrics, status, program, acceptor
}

extension HandlerName {
    /// Who answers at once may as well wait for whoever runs; who waits for its client is to be there when that one is.
    /// Programs inherit it, and want what they would have without us.
    var scheduling: WorkerScheduling {
        switch self {
        case .greeting, .daytime, .time, .qotd: .batch
        case .echo, .discard, .chargen, .metrics, .status, .program, .acceptor: .other
        }
    }
}

// Each key sets its own part, in the order of the table of keys: `handler` before what belongs to it.
extension HandlerPlan {
    package var name: HandlerName {
        get {
            switch self {
            case .greeting: .greeting
            case .echo: .echo
            case .discard: .discard
            case .chargen: .chargen
            case .daytime: .daytime
            case .time: .time
            case .qotd: .qotd
            case .metrics: .metrics
            case .status: .status
            case .program: .program
            case .acceptor: .acceptor
            }
        }
        set {
            self =
                switch newValue {
                case .greeting: .greeting(message: message ?? "")
                case .echo: .echo
                case .discard: .discard
                case .chargen: .chargen
                case .daytime: .daytime
                case .time: .time
                case .qotd: .qotd(quotes: quotes ?? [])
                case .metrics: .metrics(hosts: hosts)
                case .status: .status(hosts: hosts)
                case .program: .program(program, timeLimit: timeLimit)
                case .acceptor: .acceptor(program, ready: ready)
                }
        }
    }

    /// The path of the program that workers start, or become.
    package var programPath: String? {
        program.command.first
    }

    var message: String? {
        get { if case .greeting(let message) = self { message } else { nil } }
        set { if case .greeting = self, let newValue { self = .greeting(message: newValue) } }
    }

    var quotes: [String]? {
        get { if case .qotd(let quotes) = self { quotes } else { nil } }
        set { if case .qotd = self, let newValue { self = .qotd(quotes: newValue) } }
    }

    var hosts: [String]? {
        get {
            switch self {
            case .metrics(let hosts), .status(let hosts): hosts
            default: nil
            }
        }
        set {
            switch self {
            case .metrics: self = .metrics(hosts: newValue)
            case .status: self = .status(hosts: newValue)
            default: break
            }
        }
    }

    var program: ProgramPlan {
        get {
            switch self {
            case .program(let program, _), .acceptor(let program, _): program
            case .greeting, .echo, .discard, .chargen, .daytime, .time, .qotd, .metrics, .status:
                ProgramPlan(command: [])
            }
        }
        set {
            switch self {
            case .program: self = .program(newValue, timeLimit: timeLimit)
            case .acceptor: self = .acceptor(newValue, ready: ready)
            case .greeting, .echo, .discard, .chargen, .daytime, .time, .qotd, .metrics, .status: break
            }
        }
    }

    var timeLimit: Duration? {
        get { if case .program(_, let timeLimit) = self { timeLimit } else { nil } }
        set { if case .program(let program, _) = self { self = .program(program, timeLimit: newValue) } }
    }

    var ready: Readiness {
        get { if case .acceptor(_, let ready) = self { ready } else { .exec } }
        set { if case .acceptor(let program, _) = self { self = .acceptor(program, ready: newValue) } }
    }
}

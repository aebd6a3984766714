/// What a worker does with a connection, and what it needs for that.
package enum HandlerPlan: Hashable, Sendable {
    case greeting(message: String)
    case echo
    case discard
    case chargen
    case daytime
    case time
    case qotd(quotes: [String])
    case program(ProgramPlan)
}

/// The values of the key `handler`.
package enum HandlerName: String, CaseIterable, Hashable, Sendable {
    case greeting, echo, discard, chargen, daytime, time, qotd, program
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
            case .program: .program
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
                case .program: .program(program)
                }
        }
    }

    /// The path of the program that workers start.
    package var programPath: String? {
        if case .program(let program) = self { program.command.first } else { nil }
    }

    var message: String? {
        get { if case .greeting(let message) = self { message } else { nil } }
        set { if case .greeting = self, let newValue { self = .greeting(message: newValue) } }
    }

    var quotes: [String]? {
        get { if case .qotd(let quotes) = self { quotes } else { nil } }
        set { if case .qotd = self, let newValue { self = .qotd(quotes: newValue) } }
    }

    var program: ProgramPlan {
        get { if case .program(let program) = self { program } else { ProgramPlan(command: []) } }
        set { if case .program = self { self = .program(newValue) } }
    }
}

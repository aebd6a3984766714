import SystemPackage

/// A program that uses the Systemd library as its arguments say, for tests that play systemd and the journal.
@main
struct JournalFixture {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let scene = arguments.isEmpty ? "" : arguments.removeFirst()
        switch scene {
        case "notify": NotifierScenes.notify(arguments)
        case "watchdog": NotifierScenes.watchdog()
        case "forget": NotifierScenes.forget(arguments)
        case "store": StoreScenes.store(arguments)
        case "sockets": try SocketScenes.take(arguments)
        case "send": JournalScenes.send(arguments)
        case "binary": JournalScenes.binary()
        case "large": JournalScenes.large(arguments)
        case "flood": try JournalScenes.flood(arguments)
        case "open": try JournalScenes.open()
        case "open-late": JournalScenes.openLate()
        case "worker": try JournalScenes.worker()
        case "stream": print(try JournalScenes.receivesStandardError(arguments))
        case "log": LogScenes.log(arguments)
        case "log-layers": LogScenes.layers(arguments)
        case "log-error": LogScenes.error(arguments)
        case "log-many": LogScenes.many(arguments)
        case "example": try Examples.run(arguments)
        default: fatalError("no scene \"\(scene)\"")
        }
    }

    /// "sent", or what the call threw.
    static func outcome(_ body: () throws(Errno) -> Void) -> String {
        do {
            try body()
            return "sent"
        } catch {
            return "\(error)"
        }
    }
}

import LinuxSystem
import LoadClient
import Testing

/// Clients of two kinds while a daemon is reloaded: a thousand that hold their connections and exchange now and then, and
/// hundreds a second that come and go.
final class ReloadLoad {
    static let held = 1_000

    /// The two services that it needs; each greeting has a number.
    static func configuration(
        _ more: String = "", number: Int = 0, workers: Int = 16
    ) -> String {
        """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = \(held), max = \(held) }
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "\(message(number))\\n"
        workers = { min = \(workers), max = \(workers) }
        \(more)
        """
    }

    private static func message(_ number: Int) -> String {
        let digits = "\(10_000 + number)".dropFirst()
        return "Smile \(digits)"
    }

    private let echoes: LoadThread
    private let greetings: LoadThread

    /// Returns once all that hold a connection have been answered.
    init(_ stage: ReloadStage) throws {
        try ResourceLimit.raise(.descriptors)
        echoes = LoadThread(
            try stage.daemon.address("echo"), .echo("hello\n", rounds: .max, pause: .seconds(1)),
            concurrency: Self.held, while: { $0 < Self.held })
        greetings = LoadThread(
            try stage.daemon.address("smile"), .greeting(numbered: "Smile ####\n"), concurrency: 8,
            while: { _ in
                // Some hundreds a second, which leaves the machine something for the rest.
                pause(.milliseconds(2))
                return true
            })
        try eventually("\(Self.held) held connections") { try stage.accepted("echo") == Self.held }
    }

    /// Ends it, and expects that nobody was lost.
    /// - Returns: what came of the greetings.
    func finish() -> [Trace] {
        let (held, come) = (echoes.release(), greetings.release())
        #expect(held.count == Self.held)
        expectNoLoss(held)
        expectNoLoss(come)
        return come
    }
}

import LinuxSystem
import Synchronization
import SystemPackage
import TestSupport

/// How the connections of a load ended, each kind of loss for itself.
struct Tally: Equatable, Sendable {
    var served = 0
    /// Nobody listened.
    var refused = 0
    /// The server broke off.
    var reset = 0
    /// The answer ended too early.
    var short = 0
    /// The answer had other bytes, or more of them.
    var wrong = 0
    /// No answer came in the time of a client's patience.
    var late = 0
    /// The client's own machine failed it.
    var failed = 0

    var total: Int { lost + served }
    var lost: Int { refused + reset + short + wrong + late + failed }

    static func += (sum: inout Tally, other: Tally) {
        sum.served += other.served
        sum.refused += other.refused
        sum.reset += other.reset
        sum.short += other.short
        sum.wrong += other.wrong
        sum.late += other.late
        sum.failed += other.failed
    }
}

/// Many connections to a service that answers each with the same bytes and closes; they are made by threads, each
/// one after the other.
final class Load {
    private let threads: [TestThread<Tally, Never>]
    private let mayGoOn: Permission

    /// Starts it.
    /// - Parameters:
    ///   - connections: at most so many; it ends earlier with `stop()`.
    ///   - patience: for each connection.
    init(
        _ address: SocketAddress, expecting answer: String, connections: Int, concurrency: Int = 1,
        patience: Duration = .seconds(20)
    ) {
        let mayGoOn = Permission(connections)
        self.mayGoOn = mayGoOn
        threads = (0..<concurrency).map { _ in
            TestThread {
                var attempt = Attempt(address, Array(answer.utf8), patience)
                var tally = Tally()
                while mayGoOn.take() { attempt.run(&tally) }
                return tally
            }
        }
    }

    /// Waits until every connection was made.
    func finish() -> Tally {
        threads.map { $0.join() }.reduce(into: Tally(), +=)
    }

    /// Makes no further connection.
    func stop() -> Tally {
        mayGoOn.revoke()
        return finish()
    }

    /// Waits until so many connections were begun, so that the load is under way.
    func waitUntilBegun(_ count: Int) throws {
        try eventually("\(count) connections of the load") { mayGoOn.taken >= count }
    }

    deinit {
        mayGoOn.revoke()
        _ = finish()
    }

    static func run(
        _ address: SocketAddress, expecting answer: String, connections: Int, concurrency: Int = 1,
        patience: Duration = .seconds(20)
    ) -> Tally {
        Load(address, expecting: answer, connections: connections, concurrency: concurrency, patience: patience)
            .finish()
    }
}

/// So many connections may still be begun.
private final class Permission: Sendable {
    private let begun = Atomic<Int>(0)
    private let limit: Int
    private let isRevoked = Atomic<Bool>(false)

    init(_ limit: Int) {
        self.limit = limit
    }

    var taken: Int { begun.load(ordering: .relaxed) }

    func take() -> Bool {
        !isRevoked.load(ordering: .relaxed) && begun.wrappingAdd(1, ordering: .relaxed).newValue <= limit
    }

    func revoke() {
        isRevoked.store(true, ordering: .relaxed)
    }
}

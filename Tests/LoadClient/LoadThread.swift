import CLinux
import Glibc
package import LinuxSystem
import Synchronization

/// A load in a thread of its own, so that it goes on while something happens to the server, or beside others like it.
/// It ends with its owner's interest in it: one whose test failed would else go on beside all the others.
package final class LoadThread: Sendable {
    private let work: Work
    private let thread: pthread_t

    /// Starts it.
    /// - Parameters:
    ///   - network: a file of the network namespace that the connections are made in; nil: this process's.
    ///   - mayBegin: whether another connection may begin behind so many.
    package init(
        _ address: SocketAddress, _ exchange: Exchange, concurrency: Int, network: String? = nil,
        while mayBegin: @escaping @Sendable (Int) -> Bool = { _ in true }
    ) {
        work = Work(address, exchange, concurrency, network, mayBegin)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { work in
                guard let work else { return nil }
                Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        precondition(status == 0, "a load may start a thread")
        self.thread = thread
    }

    deinit {
        guard !work.isJoined.load(ordering: .relaxed) else { return }
        _ = release()
    }

    /// How many connections have begun, but the last of them.
    package var begun: Int { work.begun.load(ordering: .relaxed) }

    /// How many were answered and are held.
    package var held: Int { work.held.load(ordering: .relaxed) }

    /// Waits until the last connection has ended. Once.
    package func finish() -> [Trace] {
        pthread_join(thread, nil)
        work.isJoined.store(true, ordering: .relaxed)
        return work.traces.withLock { $0 }
    }

    /// Begins no other connection, and waits for those that have begun. Once.
    package func stop() -> [Trace] {
        work.isOver.store(true, ordering: .relaxed)
        return finish()
    }

    /// The same, and those that are held end with their pause.
    package func release() -> [Trace] {
        work.isReleased.store(true, ordering: .relaxed)
        return stop()
    }
}

/// What the thread does, and what it shares with its owner.
private final class Work: Sendable {
    let isOver = Atomic<Bool>(false)
    let isReleased = Atomic<Bool>(false)
    let isJoined = Atomic<Bool>(false)
    let begun = Atomic<Int>(0)
    let held = Atomic<Int>(0)
    let traces = Mutex<[Trace]>([])
    private let address: SocketAddress
    private let exchange: Exchange
    private let concurrency: Int
    private let network: String?
    private let mayBegin: @Sendable (Int) -> Bool

    init(
        _ address: SocketAddress, _ exchange: Exchange, _ concurrency: Int, _ network: String?,
        _ mayBegin: @escaping @Sendable (Int) -> Bool
    ) {
        self.address = address
        self.exchange = exchange
        self.concurrency = concurrency
        self.network = network
        self.mayBegin = mayBegin
    }

    func run() {
        if let network { enter(network) }
        guard var client = try? LoadClient(address, exchange) else {
            // A load that never began must not look like one that lost nobody.
            traces.withLock { $0 = [.failedStart] }
            return
        }
        let found = client.run(
            concurrency: concurrency, look: { held.store($0, ordering: .relaxed) },
            mayGoOn: { !isReleased.load(ordering: .relaxed) },
            while: { count in
                begun.store(count, ordering: .relaxed)
                return !isOver.load(ordering: .relaxed) && mayBegin(count)
            })
        traces.withLock { $0 = found }
    }

    /// This thread alone.
    private func enter(_ network: String) {
        let number = open(network, O_RDONLY | O_CLOEXEC)
        precondition(number >= 0 && setns(number, 0) == 0, "root may enter the network of a machine")
        close(number)
    }
}

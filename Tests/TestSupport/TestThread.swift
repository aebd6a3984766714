import Glibc
import Synchronization

/// A thread of a test's own, for a test that needs two to wait: swift-testing's must not wait for each other.
package final class TestThread<Seen: Sendable>: Sendable {
    private let work: Work
    private let thread: pthread_t

    private final class Work: Sendable {
        let body: @Sendable () throws -> Seen
        let result = Mutex<Result<Seen, any Error>?>(nil)

        init(_ body: @escaping @Sendable () throws -> Seen) {
            self.body = body
        }

        func run() {
            let value = Result { try body() }
            result.withLock { $0 = value }
        }
    }

    package init(_ body: @escaping @Sendable () throws -> Seen) {
        let work = Work(body)
        let start = Unmanaged.passRetained(Box { work.run() })
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, start.toOpaque())
        precondition(status == 0, "a test may start a thread")
        self.work = work
        self.thread = thread
    }

    package var hasEnded: Bool { work.result.withLock { $0 != nil } }

    /// Waits for its end, once.
    package func join() throws -> Seen {
        pthread_join(thread, nil)
        guard let result = work.result.withLock({ $0 }) else { preconditionFailure("a thread that ended has a result") }
        return try result.get()
    }
}

/// What a C function pointer can't capture.
private final class Box: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

import Glibc
import Synchronization

/// A thread of a test's own: swift-testing's must not wait for each other, nor is one of them to be kept waiting.
package final class TestThread<Seen: Sendable, Failure: Error>: Sendable {
    private let work: Work
    private let thread: pthread_t
    private let isJoined = Mutex(false)

    private final class Work: Sendable {
        let body: @Sendable () throws(Failure) -> Seen
        let result = Mutex<Result<Seen, Failure>?>(nil)

        init(_ body: @escaping @Sendable () throws(Failure) -> Seen) {
            self.body = body
        }

        func run() {
            let value = Result { () throws(Failure) in try body() }
            result.withLock { $0 = value }
        }
    }

    package init(_ body: @escaping @Sendable () throws(Failure) -> Seen) {
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

    deinit {
        if !isJoined.withLock({ $0 }) { pthread_detach(thread) }
    }

    package var hasEnded: Bool { work.result.withLock { $0 != nil } }

    /// Waits for its end. Whatever it does is bounded, so this is too.
    package func join() throws(Failure) -> Seen {
        isJoined.withLock {
            if !$0 { pthread_join(thread, nil) }
            $0 = true
        }
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

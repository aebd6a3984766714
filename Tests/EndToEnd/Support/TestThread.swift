import Glibc
import LinuxSystem

/// A thread of a test's own: one of swift-testing's must not wait for another of them.
struct TestThread<Result: Sendable>: Sendable {
    private let result: Monitor<Result?>

    init(_ body: @escaping @Sendable () -> Result) {
        let result = Monitor<Result?>(nil)
        self.result = result
        let work = Work {
            let value = body()
            result.change { $0 = value }
        }
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        precondition(status == 0, "a test may start a thread")
        pthread_detach(thread)
    }

    /// Waits for its end. Whatever it does is bounded, so this is too.
    func join() -> Result {
        while true {
            if let value = result.wait(within: .seconds(60), for: { $0 }) { return value }
        }
    }
}

private final class Work: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

/// Lets the time pass in which something must not happen, or until the next look at what sends no event.
func pause(_ time: Duration) {
    usleep(UInt32(clamping: time.wholeMicroseconds))
}

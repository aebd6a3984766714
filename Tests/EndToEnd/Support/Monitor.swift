import Glibc
import LinuxSystem

/// A value that several threads share, and for which one can wait until it is as wished.
final class Monitor<State: Sendable>: @unchecked Sendable {
    // Unchecked because every access to it holds the mutex.
    private var state: State
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    var value: State {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return state
    }

    func change(_ body: (inout State) -> Void) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        body(&state)
        pthread_cond_broadcast(changed)
    }

    /// What `look` finds, as soon as it finds something; nil where the time ran out first.
    func wait<Found>(within limit: Duration, for look: (State) -> Found?) -> Found? {
        let deadline = MonotonicClock.now() + limit
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let found = look(state) { return found }
            guard MonotonicClock.now() < deadline else { return nil }
            let (seconds, attoseconds) = deadline.components
            var end = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
            pthread_cond_timedwait(changed, mutex, &end)
        }
    }
}

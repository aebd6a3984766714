import LinuxSystem
import Testing

@Suite("Durations in whole units")
struct DurationTests {
    @Test(
        "milliseconds are rounded up, so that no wait ends before its time",
        arguments: [
            (.zero, 0), (.nanoseconds(1), 1), (.microseconds(999), 1), (.milliseconds(1), 1),
            (.microseconds(1_001), 2), (.seconds(2), 2_000), (.seconds(2) + .nanoseconds(1), 2_001),
            (.milliseconds(86_400_000), 86_400_000),
            (Duration(secondsComponent: 0, attosecondsComponent: 1), 1),
        ] as [(Duration, Int64)])
    func up(duration: Duration, expected: Int64) {
        #expect(duration.roundedUpMilliseconds == expected)
    }

    @Test(
        "microseconds are whole ones, for a record",
        arguments: [
            (.zero, 0), (.nanoseconds(999), 0), (.nanoseconds(1_000), 1), (.microseconds(1_500), 1_500),
            (.seconds(3) + .nanoseconds(2_999), 3_000_002),
        ] as [(Duration, Int64)])
    func whole(duration: Duration, expected: Int64) {
        #expect(duration.wholeMicroseconds == expected)
    }

    @Test("the clock only goes forward")
    func forward() {
        var last = MonotonicClock.now()
        for _ in 0..<10_000 {
            let next = MonotonicClock.now()
            #expect(next >= last)
            last = next
        }
        #expect(MonotonicClock.nanoseconds() > 0)
    }
}

import Testing

@testable import Prefork

@Suite("Which deaths are the OOM killer's")
struct OutOfMemoryClaimsTests {
    private var claims = OutOfMemoryClaims(counted: 7)

    private mutating func isClaimed(_ count: Int, at now: Duration) -> Bool { claims.claim(count, at: now) }

    @Test("none of those that the kernel did not count")
    mutating func none() {
        let found = [isClaimed(7, at: .seconds(1)), isClaimed(7, at: .seconds(2))]
        #expect(found == [false, false])
    }

    @Test("one for each kill, though several are counted before the first is buried")
    mutating func several() {
        let found = [
            isClaimed(9, at: .seconds(1)), isClaimed(9, at: .milliseconds(1_100)),
            isClaimed(9, at: .milliseconds(1_200)), isClaimed(10, at: .seconds(50)),
        ]
        #expect(found == [true, true, false, true])
    }

    @Test("not one that comes long after a kill which took another process")
    mutating func stranger() {
        let found = [isClaimed(9, at: .seconds(1)), isClaimed(9, at: .seconds(3))]
        #expect(found == [true, false])
    }
}

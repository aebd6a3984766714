import Glibc
import Testing

@testable import LinuxSystem

@Suite("What this process was given", .serialized)
struct ResourceLimitTests {
    @Test("the soft limit of descriptors is raised to the hard one, and what it was is told")
    func raise() throws {
        let original = try ResourceLimit.current(.descriptors)
        defer { Self.restore(original) }
        // Lower than it is, and higher than what tests have open beside this one.
        let lower = ResourceLimit(soft: original.soft - 1, hard: original.hard)
        Self.restore(lower)
        #expect(try ResourceLimit.raise(.descriptors) == lower)
        #expect(try ResourceLimit.current(.descriptors) == ResourceLimit(soft: original.hard, hard: original.hard))
    }

    private static func restore(_ limit: ResourceLimit) {
        var limits = rlimit(rlim_cur: rlim_t(limit.soft), rlim_max: rlim_t(limit.hard))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    @Test("processors, open descriptors and processes are counted")
    func usage() throws {
        #expect(try #require(Processors.count) >= 1)
        #expect(try #require(ProcessUsage.descriptors) >= 3)
        #expect(try #require(ProcessUsage.processes(of: Credentials.current.user)) >= 1)
        #expect(ProcessUsage.processes(of: 4_000_000_000) == 0)
        #expect(try ResourceLimit.current(.processes).soft > 0)
    }
}

import Glibc
import Testing

@testable import LinuxSystem

@Suite("What this process was given")
struct ResourceLimitTests {
    /// In a process of its own, for the limit is the whole process's.
    @Test("the soft limit of descriptors is raised to the hard one, and what it was is told")
    func raise() async {
        await #expect(processExitsWith: .success) {
            let hard = try ResourceLimit.current(.descriptors).hard
            var lower = rlimit(rlim_cur: 64, rlim_max: rlim_t(hard))
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &lower)
            #expect(try ResourceLimit.raise(.descriptors) == ResourceLimit(soft: 64, hard: hard))
            #expect(try ResourceLimit.current(.descriptors) == ResourceLimit(soft: hard, hard: hard))
        }
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

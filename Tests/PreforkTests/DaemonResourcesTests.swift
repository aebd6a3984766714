import PoolPolicy
import Prefork
import Testing

@Suite("What the daemon is given")
struct DaemonResourcesTests {
    @Test("of limits that nobody tells, none is made up")
    func unknown() throws {
        let limits = DaemonResources.read(root: "/nonexistent").map(\.limit)
        #expect(!limits.contains(.memory))
        #expect(!limits.contains(.controlGroupMemory))
        #expect(!limits.contains(.controlGroupProcesses))
        #expect(!limits.contains(.controlGroupProcessors))
        #expect(limits.contains(.processors))
    }

    @Test("is no more than there is, and at least one processor")
    func known() throws {
        let resources = DaemonResources.read()
        for resource in resources { #expect(0 <= resource.left && resource.left <= resource.total) }
        let processors = try #require(resources.first { $0.limit == .processors })
        #expect(processors.total >= 1_000)
    }
}

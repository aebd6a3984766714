import Benchmark
import Testing

/// What other programs and the kernel say, as they say it.
@Suite("Reports that a benchmark reads")
struct ReadingTests {
    @Test("the memory of a process, and of several")
    func memory() throws {
        let rollup = """
            559d1c000000-7ffe4a9f3000 ---p 00000000 00:00 0      [rollup]
            Rss:                4380 kB
            Pss:                1289 kB
            Pss_Dirty:           221 kB
            """
        let status = "Name:\tcat\nVmPeak:\t    5796 kB\nVmPTE:\t      52 kB\nVmSwap:\t       0 kB\n"
        let memory = try #require(ProcessMemory(rollup: rollup, status: status))
        #expect(memory.proportional == 1_289 && memory.pageTables == 52)
        let both = memory + memory
        #expect(both.proportional == 2_578 && both.pageTables == 104)
        #expect(ProcessMemory(rollup: "", status: status) == nil)
        #expect(ProcessMemory(rollup: rollup, status: "Name:\tkthreadd\n") == nil)
    }

    @Test("the memory that the machine could still give")
    func availableMemory() {
        let memory = AvailableMemory("MemTotal:  24683572 kB\nMemFree: 1 kB\nMemAvailable:   23442284 kB\n")
        #expect(memory?.kilobytes == 23_442_284)
        #expect(AvailableMemory("MemTotal: 1 kB\n") == nil)
    }

    @Test("how many workers a limit of descriptors allows, by what the supervisor has open for those that there are")
    func room() {
        #expect(CrowdRoom(limit: 20_000, open: 30_025, workers: 10_000).workers == 6_666)
        let room = CrowdRoom(limit: 20_000, open: 13_990, workers: 6_990)
        #expect("\(room)".hasPrefix("the hard limit of 20 000 descriptors allows some 10 000 workers, at 2 "))
        #expect(CrowdRoom(limit: 20_000, open: 9, workers: 10_000).workers == nil)
        #expect(CrowdRoom(limit: 20_000, open: 9, workers: 0).workers == nil)
    }

    private let calls = CallCounts(
        straceSummary: """
            strace: Process 4711 attached
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             61.03    0.012345          12      1004         1 accept4
             38.97    0.004567           4      1000           write
              0.00    0.000000           0       500           futex
              0.00    0.000000           0         3           brk
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.016912           6      2507         1 total
            """)

    @Test("system calls for each connection, without what was called a few times in all")
    func systemCalls() {
        #expect(calls.counts == ["accept4": 1_004, "write": 1_000, "futex": 500, "brk": 3])
        #expect(calls.sum(per: 1_000) == 2.5)
        #expect(calls.description(per: 1_000) == "accept4 1.00, write 1.00, futex 0.50")
        #expect(CallCounts(straceSummary: "").sum(per: 1_000) == nil)
        #expect(calls.sum(per: 0) == 0 && calls.description(per: 0).isEmpty)
    }

    @Test("instructions, where they were counted")
    func instructions() {
        let counted = PerfCounts(
            """
            # started on Thu Nov 26 22:00:00 2026

            123456,,instructions:u,2001000,100.00,,
            <not counted>,,instructions:k,0,0.00,,
            """)
        #expect(counted["instructions:u"] == 123_456 && counted["instructions:k"] == nil)
        #expect(PerfCounts("<not supported>,,instructions:u,0,100.00,,\n")["instructions:u"] == nil)
    }

    @Test("the time of ended processes is told where the ticks that were cut off matter little")
    func processorTime() {
        let before = ProcessorTime(living: .milliseconds(10), buried: [1: 5])
        let living = ProcessorTime(living: .milliseconds(14), buried: [1: 5])
        #expect(living.since(before) == .milliseconds(4))
        #expect(ProcessorTime(living: .milliseconds(14), buried: [1: 6]).since(before) == nil)
        let much = ProcessorTime(living: .milliseconds(14), buried: [1: 25]).since(before)
        #expect(much == .milliseconds(204))
        #expect(ProcessorTime(living: .milliseconds(14), buried: [1: 15, 2: 0]).since(before) == nil)
    }
}

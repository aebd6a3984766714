import PoolPolicy
import Testing

@Suite("The ceiling of a pool")
struct CeilingTests {
    struct Row: Sendable {
        var resources: [Resource]
        var live = 0
        var min = 0
        var slots = PoolLimits.maximum
        var privateMemory: Int?
        let workers: Int
        let limit: BindingLimit
    }

    private static let mebibyte = 1 << 20

    static let rows = [
        Row(resources: [], workers: 32_768, limit: .slots),
        Row(resources: [], slots: 5, workers: 5, limit: .slots),
        // 128 for each processor.
        Row(resources: [.processors(.processors, thousandths: 2_000)], workers: 256, limit: .processors),
        Row(
            resources: [.processors(.controlGroupProcessors, thousandths: 500)], workers: 64,
            limit: .controlGroupProcessors),
        Row(resources: [.processors(.processors, thousandths: 2_000)], live: 100, workers: 256, limit: .processors),
        Row(
            resources: [.processors(.controlGroupProcessors, thousandths: 1)], workers: 1,
            limit: .controlGroupProcessors),
        // A tenth of the memory is left alone; before one is measured a worker is taken to have a mebibyte.
        Row(
            resources: [Resource(.controlGroupMemory, total: 100 << 20, left: 60 << 20)], workers: 50,
            limit: .controlGroupMemory),
        Row(
            resources: [Resource(.controlGroupMemory, total: 100 << 20, left: 60 << 20)], live: 7, workers: 57,
            limit: .controlGroupMemory),
        Row(
            resources: [Resource(.controlGroupMemory, total: 100 << 20, left: 60 << 20)], live: 7,
            privateMemory: 10 << 20, workers: 11, limit: .controlGroupMemory),
        // No more than 256 mebibytes of a large machine.
        Row(resources: [Resource(.memory, total: 1 << 36, left: 260 << 20)], live: 3, workers: 7, limit: .memory),
        Row(resources: [Resource(.memory, total: 1 << 36, left: 200 << 20)], live: 3, workers: 3, limit: .memory),
        // Two descriptors for each worker, and one process.
        Row(resources: [Resource(.descriptors, total: 60, left: 50)], workers: 22, limit: .descriptors),
        Row(resources: [Resource(.descriptors, total: 60, left: 7)], live: 14, workers: 14, limit: .descriptors),
        Row(
            resources: [Resource(.controlGroupProcesses, total: 40, left: 30)], workers: 26,
            limit: .controlGroupProcesses),
        Row(resources: [Resource(.processes, total: 100_000, left: 100)], live: 9, workers: 45, limit: .processes),
        // The tightest binds, of several groups as of several resources.
        Row(
            resources: [
                .processors(.processors, thousandths: 8_000), Resource(.controlGroupProcesses, total: 500, left: 400),
                Resource(.controlGroupProcesses, total: 90, left: 80),
                Resource(.descriptors, total: 4_096, left: 4_000),
            ], workers: 71, limit: .controlGroupProcesses),
        // Slots are made for what is hard, so what that is says more.
        Row(resources: [.processors(.processors, thousandths: 2_000)], slots: 256, workers: 256, limit: .processors),
        Row(resources: [.processors(.processors, thousandths: 4_000)], slots: 256, workers: 256, limit: .slots),
        // Never below the minimum, nor below one, nor above what any pool may have.
        Row(resources: [Resource(.descriptors, total: 20, left: 0)], min: 4, workers: 4, limit: .descriptors),
        Row(resources: [Resource(.descriptors, total: 20, left: 0)], workers: 1, limit: .descriptors),
        Row(resources: [.processors(.processors, thousandths: 999_000)], workers: 32_768, limit: .slots),
        Row(resources: [Resource(.processes, total: .max, left: .max)], workers: 32_768, limit: .slots),
        Row(resources: [.processors(.controlGroupProcessors, thousandths: .max)], workers: 32_768, limit: .slots),
        Row(resources: [Resource(.descriptors, total: -1, left: .max)], live: 2, workers: 2, limit: .descriptors),
    ]

    @Test("is what the tightest resource leaves on top of the live workers", arguments: rows)
    func ceiling(row: Row) {
        let ceiling = Ceiling(
            row.resources, live: row.live, min: row.min, slots: row.slots,
            cost: WorkerCost(privateMemory: row.privateMemory))
        #expect(ceiling.workers == row.workers)
        #expect(ceiling.resource.limit == row.limit)
    }

    @Test("of the slots leaves memory out, which is not measured yet")
    func hard() {
        let resources = [
            Resource(.controlGroupMemory, total: 10 << 20, left: 0), Resource(.descriptors, total: 60, left: 50),
        ]
        #expect(Ceiling.hard(resources, min: 1).workers == 22)
        #expect(Ceiling.hard(resources, min: 30).workers == 30)
    }

    @Test("is shared by pools that draw on the same: together they never want more than there is")
    func shared() {
        let (total, others) = (1_000, 40)
        var pools = [0, 0, 0]
        for round in 0..<2_000 {
            let left = total - others - pools.reduce(0, +)
            let resource = Resource(.controlGroupProcesses, total: total, left: left)
            let index = round % pools.count
            let ceiling = Ceiling([resource], live: pools[index], min: 0, cost: WorkerCost())
            #expect(ceiling.workers >= pools[index])
            if ceiling.workers > pools[index] { pools[index] += 1 }
        }
        #expect(pools.reduce(0, +) == total - others - 64)
    }

    @Test("has a name for every limit, and each its own")
    func names() {
        #expect(Set(BindingLimit.allCases.map(\.rawValue)).count == BindingLimit.allCases.count)
    }
}

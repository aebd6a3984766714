import LinuxSystem
import PoolPolicy
import Testing

@testable import DaemonConfiguration
@testable import Prefork

@Suite("Numbers that documents repeat")
struct DocumentsLimitsTests {
    @Test("the limits in preforkd.toml(5) are those of the program")
    func limits() throws {
        let text = try DocumentsPage("preforkd.toml.5").text
        #expect(text.contains("of at most \(SocketAddress.unixCapacity - 1) bytes"))
        #expect(text.contains("a service has at most \(Service.maximumListeners) sockets"))
        #expect(SourceText.limit == 1 << 20 && text.contains("A file may have at most 1 MiB"))
        #expect(text.contains("The name of a service has 1 to 63 letters"))
        #expect(Self.isAccepted(name: String(repeating: "a", count: 63)))
        #expect(!Self.isAccepted(name: String(repeating: "a", count: 64)))
    }

    @Test("the size of an automatic pool is explained with the numbers of the program")
    func automaticSize() throws {
        let text = try DocumentsPage("preforkd.toml.5").text
        #expect(text.contains("\(WorkerCost.workersPerProcessor) workers for each processor"))
        #expect(text.contains("and \(WorkerCost.kernelMemory >> 10)K in the kernel"))
        #expect(text.contains("before one was measured, \(WorkerCost.assumedMemory >> 20)M."))
        #expect(WorkerCost.descriptors == 2 && text.contains("the supervisor takes two for each worker"))
        let reserve = { (limit: BindingLimit) in Resource(limit, total: .max, left: .max).reserve }
        #expect(text.contains("A tenth of the memory (at most \(reserve(.memory) >> 20)M)"))
        #expect(reserve(.processes) == reserve(.descriptors))
        #expect(text.contains("(at most \(reserve(.processes)) of them)"))
        #expect(text.contains("nor above \(PoolLimits.maximum)"))
    }

    private static func isAccepted(name: String) -> Bool {
        (try? LoadedPlan.loading("[service.\(name)]\nlisten = \"*:7\"\nhandler = \"echo\"\n")) != nil
    }

    @Test("the bounds of what workers write are those of the program")
    func workerOutput() throws {
        #expect(WorkerOutput.heldLimit == 8 << 10 && WorkerOutput.hold == .milliseconds(500))
        #expect(LineAllowance.burst == 100 && LineAllowance.interval * 10 == .seconds(1))
        let page = try DocumentsPage("preforkd.8").text
        #expect(page.contains("100 at once and 10 in a second later on for each worker"))
        #expect(page.contains("in the half second before its death"))
        let catalog = try DocumentsTree.text("packaging/catalog/preforkd.catalog")
        #expect(catalog.contains("of more than \(WorkerOutput.lineLimit) bytes comes in pieces"))
        #expect(catalog.contains("A worker may have 100 such records at once and 10 in a second later on"))
    }

    @Test("how many listeners systemd keeps is the unit's number")
    func kept() throws {
        let unit = try DocumentsTree.lines("packaging/systemd/preforkd.service")
        #expect(unit.contains("FileDescriptorStoreMax=1024"))
        #expect(try DocumentsPage("preforkd.8").text.contains("which is 1024 in"))
    }
}

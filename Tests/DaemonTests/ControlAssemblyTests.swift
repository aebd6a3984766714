import Control
import DaemonConfiguration
import LinuxSystem
import TestSupport
import Testing

@testable import Daemon

@Suite("The control socket of a plan")
struct ControlAssemblyTests {
    @Test("a socket that was there before is closed where its group is gone, for nobody would answer on it")
    func groupGone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("control.sock")
        let log = DaemonLog(level: .error)
        let (operators, workers) = (OperatorSocket(in: nil), WorkerSocket(handed: nil))
        var plan = DaemonPlan(control: .path(path))
        let first = ControlAssembly(plan: plan, log: log).socket(for: operators, workers)
        #expect(first != nil && operators.record != nil)
        plan.controlGroup = "nobody-has-this-name"
        _ = ControlAssembly(plan: plan, log: log).socket(for: operators, workers)
        #expect(operators.record == nil && !FileContents.exists(path))
        #expect(log.history.elements.last?.message.contains("there is no group") == true)
    }
}

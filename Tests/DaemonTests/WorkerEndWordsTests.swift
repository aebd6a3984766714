import DaemonConfiguration
import LinuxSystem
import PoolPolicy
import Testing

@testable import Daemon
@testable import Prefork

@Suite("Ends of workers in words")
struct WorkerEndWordsTests {
    private func words(
        _ status: WaitStatus, _ end: WorkerEnd, isOurs: Bool = false, wrote: String = "", serving: Bool = false,
        isAcceptor: Bool = false
    ) -> WorkerEndWords {
        var death = WorkerDeath(status)
        death.isOurs = isOurs
        death.lastWords = wrote
        let peer = PackedPeer(SocketAddress(ip: "::1", port: 9) ?? SocketAddress())
        let inHand = InHand(connection: 3, peer: peer, since: 0)
        return WorkerEndWords(
            7, death, end, served: serving ? (inHand, .milliseconds(1_500)) : nil, isAcceptor: isAcceptor)
    }

    private static let fault = WaitStatus.killed(.kill, coreDumped: false)

    @Test("name the connection in hand, and the first of what it wrote")
    func death() {
        let served = words(Self.fault, .unasked, wrote: "Fatal error\nmore\n", serving: true)
        #expect(
            served.description == "worker 7 \(Self.fault) while it served connection 3 from [::1]:9, "
                + "\(LogDuration(.milliseconds(1_500))) in, and is replaced; it wrote: Fatal error")
        #expect(served.rank == (.workerDied, .error) && served.isDeath)
        let idle = words(Self.fault, .asked)
        #expect(idle.description == "worker 7 \(Self.fault) while idle, after it was asked to retire")
        #expect(idle.rank == (.workerDied, .error) && idle.isDeath)
    }

    @Test("of those that were asked make no noise, and neither does a program that lets TERM end it")
    func calm() {
        let term = WaitStatus.killed(.terminate, coreDumped: false)
        let ends = [
            words(.exited(0), .asked), words(term, .asked, isOurs: true), words(term, .asked, isAcceptor: true),
        ]
        for calm in ends {
            #expect(calm.rank == (.workerRetired, .debug) && !calm.isDeath)
            #expect(calm.description.hasSuffix(" after it was asked to retire"))
        }
        #expect(words(term, .asked).rank == (.workerDied, .error))
    }

    @Test("before it was ready say why a start has failed, where the worker has said so itself")
    func starts() {
        let refused = words(.exited(WorkerExit.startFailed), .beforeReady, wrote: "no such user\n")
        #expect(refused.description == "worker 7 could not start: no such user")
        #expect(words(Self.fault, .beforeReady).description == "worker 7 \(Self.fault) before it was ready")
        #expect(refused.rank == (.workerStartFailed, .error))
    }
}

import LinuxSystem
import LoadClient
import Testing

@Suite("A load in a thread of its own")
struct ThreadTests {
    @Test("it goes on until it is stopped, and what came of each connection that it began is known")
    func stops() throws {
        let server = try LossyServer(Array(repeating: .serves, count: 100))
        let load = LoadThread(server.address, .greeting("answer\n"), concurrency: 4)
        // The server ends behind the last of them: all that come later are refused.
        server.waitUntilGone()
        let tally = Tally(load.stop())
        #expect(tally[.served] == 100 && tally.total == load.begun)
    }

    @Test("several of them share a server")
    func several() throws {
        let server = try LossyServer(Array(repeating: .serves, count: 90))
        let loads = (0..<3).map { _ in
            LoadThread(server.address, .greeting("answer\n"), concurrency: 2, while: { $0 < 30 })
        }
        let traces = loads.flatMap { $0.finish() }
        server.waitUntilGone()
        #expect(Tally(traces).description == "served 90")
    }
}

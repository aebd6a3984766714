import Glibc
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

    @Test("it ends with its owner's interest in it, whoever it holds")
    func abandoned() throws {
        let server = try LossyServer([.echoesToTheEnd])
        var exchange = Exchange.echo("a line", rounds: .max, pause: .milliseconds(20))
        // Else who forgets it waits here for ever.
        exchange.lastRound = MonotonicClock.nanoseconds() + 30_000_000_000
        var load: LoadThread? = LoadThread(server.address, exchange, concurrency: 1, while: { $0 < 1 })
        let end = MonotonicClock.now() + .seconds(20)
        while load?.held == 0, MonotonicClock.now() < end { usleep(1_000) }
        #expect(load?.held == 1)
        load = nil
        // Its one deed is over when the client is gone.
        server.waitUntilGone()
        #expect(MonotonicClock.nanoseconds() < exchange.lastRound)
    }

    /// In a process of its own, for the limit of descriptors is the whole process's.
    @Test("one that could not even begin has failed, and has not lost nobody")
    func failedStart() async throws {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let address = try #require(SocketAddress(ip: "127.0.0.1", port: 1))
            let traces = LoadThread(address, .greeting("answer\n"), concurrency: 1).finish()
            #expect(traces.map(\.outcome) == [.failed])
        }
    }
}

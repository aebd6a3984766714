import LinuxSystem
import LoadClient
import Testing

@Suite("Rounds of an exchange")
struct RoundTests {
    @Test("a connection goes through all its rounds, and its times follow each other")
    func rounds() throws {
        let server = try LossyServer([.echoesToTheEnd])
        var client = try LoadClient(server.address, .echo("a line", rounds: 50))
        let trace = try #require(client.burst(1).first)
        server.waitUntilGone()
        #expect(trace.outcome == .served && trace.rounds == 50)
        let times = [0, trace.began, trace.answered, trace.ended]
        #expect(times == times.sorted() && trace.began > 0)
    }

    @Test("a pause follows each round")
    func pauses() throws {
        let server = try LossyServer([.echoesToTheEnd])
        var client = try LoadClient(server.address, .echo("a line", rounds: 3, pause: .milliseconds(20)))
        let trace = try #require(client.burst(1).first)
        server.waitUntilGone()
        #expect(trace.outcome == .served && trace.rounds == 3)
        #expect(trace.ended - trace.began >= 60_000_000)
    }

    @Test("a connection is held through its pause, and many of them at once")
    func held() throws {
        // One connection at a time is served, so what is held delays what follows.
        let server = try LossyServer([.echoesToTheEnd, .echoesToTheEnd, .echoesToTheEnd])
        var client = try LoadClient(server.address, .echo("a line", pause: .milliseconds(50)))
        let traces = client.burst(3).sorted { $0.answered < $1.answered }
        server.waitUntilGone()
        #expect(traces.map(\.outcome) == [.served, .served, .served])
        #expect(traces[2].answered - traces[0].answered >= 100_000_000)
    }

    @Test("the load looks up between events for as long as it lasts, and ends when it is told to")
    func looks() throws {
        let server = try LossyServer(Array(repeating: .serves, count: 1_000))
        var client = try LoadClient(server.address, .greeting("answer\n"))
        var looks = 0
        let traces = client.run(concurrency: 4, look: { _ in looks += 1 }, while: { _ in looks < 1 })
        #expect(looks >= 1 && !traces.isEmpty)
        let rest = client.run(concurrency: 4) { $0 < 1_000 - traces.count }
        server.waitUntilGone()
        #expect(Tally(traces + rest).description == "served 1000")
    }

    @Test("no round begins behind the last, and what is held is told")
    func lastRound() throws {
        let server = try LossyServer([.echoesToTheEnd])
        var exchange = Exchange.echo("a line")
        exchange.end = .byClient(rounds: .max, pause: .milliseconds(20))
        exchange.lastRound = MonotonicClock.nanoseconds() + 500_000_000
        var client = try LoadClient(server.address, exchange)
        var most = 0
        let traces = client.burst(1, look: { most = max(most, $0) })
        server.waitUntilGone()
        #expect(traces.map(\.outcome) == [.served] && traces[0].rounds >= 1 && most == 1)
    }
}

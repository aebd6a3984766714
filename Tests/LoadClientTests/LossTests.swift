import LinuxSystem
import LoadClient
import Testing

@Suite("A load notices each connection that a server loses")
struct LossTests {
    private static let answer = "answer\n"

    /// One connection after the other.
    private func outcomes(_ deeds: [LossyServer.Deed], _ exchange: Exchange) throws -> [Trace.Outcome] {
        let server = try LossyServer(deeds, answer: Self.answer)
        var client = try LoadClient(server.address, exchange)
        let traces = client.run(concurrency: 1) { $0 < deeds.count }
        server.waitUntilGone()
        return traces.map(\.outcome)
    }

    @Test("each kind of loss is told from the others, and from what was served")
    func kinds() throws {
        let kinds: [(LossyServer.Deed, Trace.Outcome)] = [
            (.serves, .served), (.resets, .reset), (.cutsShort, .short), (.answersWrong, .wrong),
            (.answersTooMuch, .wrong), (.breaksOff, .reset), (.hesitates, .served), (.serves, .served),
        ]
        let found = try outcomes(kinds.map(\.0), .greeting(Self.answer))
        #expect(found == kinds.map(\.1))
    }

    @Test("no answer within the patience is late")
    func late() throws {
        var exchange = Exchange.greeting(Self.answer)
        exchange.patience = .milliseconds(100)
        #expect(try outcomes([.keepsSilent], exchange) == [.late])
    }

    @Test("an end by the server is a loss where the client was to end it, in its pause and before its next round")
    func cutInPause() throws {
        #expect(try outcomes([.echoes1Round], .echo(Self.answer, pause: .seconds(20))) == [.short])
        let next = try outcomes([.echoes1Round], .echo(Self.answer, rounds: 2))
        // As the kernel has it: the second request met a closed socket, or its end came first.
        #expect(next == [.short] || next == [.reset])
    }

    @Test("where nobody listens, every connection is refused")
    func refused() throws {
        let server = try LossyServer([])
        server.waitUntilGone()
        var client = try LoadClient(server.address, .greeting(Self.answer))
        #expect(Tally(client.burst(20)).description == "refused 20")
        let path = try SocketAddress(unixPath: "/nonexistent/socket")
        var unixClient = try LoadClient(path, .greeting(Self.answer))
        #expect(Tally(unixClient.burst(3)).description == "refused 3")
    }

    @Test(
        "a client that was connected to itself counts as refused, whoever speaks first",
        arguments: [Exchange.echo(answer), .greeting(answer)])
    func connectedToItself(exchange: Exchange) throws {
        // A port as the kernel gives them to clients, of which it goes through all, one after the other.
        let server = try LossyServer([.serves])
        let used = try Socket.make(.ipv4)
        try Socket.connect(used, to: server.address)
        let address = try Socket.localAddress(used.rawValue)
        server.waitUntilGone()
        _ = consume used
        var exchange = exchange
        exchange.patience = .milliseconds(200)
        var client = try LoadClient(address, exchange)
        #expect(Tally(client.run(concurrency: 1) { $0 < 40_000 }).description == "refused 40000")
    }

    @Test("among many at once, exactly those that were lost count as lost")
    func counts() throws {
        let deeds = (0..<200).map { index -> LossyServer.Deed in
            [.serves, .serves, .resets, .serves, .cutsShort, .serves, .answersWrong, .serves][index % 8]
        }
        let server = try LossyServer(deeds, answer: Self.answer)
        var client = try LoadClient(server.address, .greeting(Self.answer))
        let tally = Tally(client.run(concurrency: 16) { $0 < deeds.count })
        server.waitUntilGone()
        #expect(tally.description == "served 125, reset 25, short 25, wrong 25")
        #expect(tally.total == 200 && tally.lost == 75)
    }
}

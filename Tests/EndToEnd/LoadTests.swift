import LinuxSystem
import Testing

@Suite("The load that these tests make")
struct LoadTests {
    private static let answer = "Smile from the server\n"

    @Test(
        "a loss is counted as what it is",
        arguments: [
            (.resets, Tally(served: 2, reset: 1)),
            (.cutsShort, Tally(served: 2, short: 1)),
            (.answersWrong, Tally(served: 2, wrong: 1)),
            (.answersTooMuch, Tally(served: 2, wrong: 1)),
            (.keepsSilent, Tally(served: 2, late: 1)),
        ] as [(LossyServer.Deed, Tally)])
    func loss(deed: LossyServer.Deed, expected: Tally) throws {
        let server = try LossyServer([.serves, deed, .serves], answer: Self.answer)
        let tally = Load.run(
            server.address, expecting: Self.answer, connections: 3, patience: .seconds(2))
        #expect(tally == expected)
        #expect(server.waitUntilGone())
    }

    @Test("a server that is gone refuses")
    func refused() throws {
        let server = try LossyServer([.serves], answer: Self.answer)
        #expect(Load.run(server.address, expecting: Self.answer, connections: 1) == Tally(served: 1))
        #expect(server.waitUntilGone())
        let tally = Load.run(server.address, expecting: Self.answer, connections: 8, concurrency: 4)
        #expect(tally == Tally(refused: 8))
    }

    @Test("exactly as many connections are made as were asked for, by however many threads")
    func count() throws {
        let server = try LossyServer(Array(repeating: .serves, count: 500), answer: Self.answer)
        let tally = Load.run(server.address, expecting: Self.answer, connections: 500, concurrency: 16)
        #expect(tally == Tally(served: 500))
        #expect(server.waitUntilGone())
    }

    @Test("a load that is stopped makes no further connection")
    func stopped() throws {
        let server = try LossyServer(Array(repeating: .keepsSilent, count: 3), answer: Self.answer)
        let load = Load(
            server.address, expecting: Self.answer, connections: 1_000, patience: .seconds(1))
        try load.waitUntilBegun(3)
        #expect(load.stop().total == 3)
        #expect(server.waitUntilGone())
    }
}

import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@testable import Control

@Suite("The control socket")
struct SocketTests {
    private let stage: ControlStage

    init() throws {
        stage = try ControlStage()
    }

    @Test("a request comes with a ticket, and the reply goes to whoever asked")
    func exchange() throws {
        let one = try stage.client("status\n")
        let two = try stage.client("workers\n")
        let asked = try stage.requests(2)
        #expect(asked.map(\.request) == [.status, .workers(service: nil)])
        stage.reply(asked[1].ticket, .rows([7]))
        stage.reply(asked[0].ticket, .end(.failed(["no"])))
        #expect(try one.readAll() == "{\"end\":\"failed\",\"reasons\":[\"no\"]}\n")
        #expect(try two.readAll() == "7\n{\"end\":\"ok\"}\n")
    }

    @Test("half a request holds nobody up, and is given up when its time is over")
    func half() throws {
        let half = try stage.client("stat")
        let whole = try stage.client("status\n")
        let asked = try stage.requests(1)
        stage.reply(asked[0].ticket, .end(.ok))
        #expect(try whole.readAll() == "{\"end\":\"ok\"}\n")
        #expect(stage.deadline != nil)
        stage.pass(ControlExchange.patience)
        #expect(try half.readAll() == "")
        #expect(stage.deadline == nil)
    }

    @Test("a reader that does not read gets no more than its share, and holds nobody up")
    func slowReader() throws {
        let slow = try stage.client("workers\n")
        var made = 0
        let asked = try stage.requests(1)
        stage.reply(
            asked[0].ticket,
            ReplySource {
                made += 1
                return .line(.string(String(repeating: "x", count: 997)))
            })
        // Nothing moves any more: what the kernel holds for it, and what is ready ahead of it.
        stage.settle()
        let lying = made
        stage.settle()
        #expect(made == lying && made < 10_000)
        let other = try stage.client("status\n")
        stage.reply(try stage.requests(1)[0].ticket, .end(.ok))
        #expect(try other.readAll() == "{\"end\":\"ok\"}\n")
        stage.pass(ControlExchange.stall)
        #expect(stage.deadline == nil, "given up")
        _ = slow
    }

    @Test("a long reply arrives whole at a reader that takes its time")
    func longReply() throws {
        let client = try stage.client("workers\n")
        stage.reply(try stage.requests(1)[0].ticket, .rows(Array(0..<200_000)))
        var text: [UInt8] = []
        while true {
            stage.settle()
            let bytes = try client.read(upTo: 100_000)
            if bytes.isEmpty { break }
            text += bytes
        }
        let lines = text.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 200_001)
        #expect(lines.last.map { String(decoding: $0, as: UTF8.self) } == "{\"end\":\"ok\"}")
    }

    @Test("more clients than there is room for wait in the queue, and are served when others have gone")
    func crowd() throws {
        var crowd: [ControlStage.Client] = []
        for _ in 0..<ControlSocket.capacity { crowd.append(try stage.client("stat")) }
        let late = try stage.client("status\n")
        stage.settle()
        #expect(stage.takeRequests().isEmpty)
        #expect(!stage.isReadable, "nobody who can't be taken is reported")
        crowd.removeAll()
        stage.reply(try stage.requests(1)[0].ticket, .end(.ok))
        #expect(try late.readAll() == "{\"end\":\"ok\"}\n")
    }

    @Test("those who say nothing give way to who waits")
    func silentCrowd() throws {
        var crowd: [ControlStage.Client] = []
        for _ in 0..<ControlSocket.capacity { crowd.append(try stage.client("")) }
        let late = try stage.client("status\n")
        stage.settle()
        #expect(stage.takeRequests().isEmpty)
        stage.pass(ControlExchange.crowdedPatience)
        stage.reply(try stage.requests(1)[0].ticket, .end(.ok))
        #expect(try late.readAll() == "{\"end\":\"ok\"}\n")
    }

    @Test("those who follow the events leave room for who asks, and one too many is told so")
    func manyFollowers() throws {
        var followers: [ControlStage.Client] = []
        for _ in 0..<ControlSocket.mostFollowers { followers.append(try stage.client("events 0 follow\n")) }
        for asked in try stage.requests(followers.count) { stage.reply(asked.ticket, ReplySource { .later }) }
        for _ in 0..<ControlSocket.capacity {
            let surplus = try stage.client("events 0 follow\n")
            #expect(try stage.requests(0).isEmpty)
            #expect(try surplus.readAll().contains("16 follow the events already"))
        }
        let client = try stage.client("status\n")
        stage.reply(try stage.requests(1)[0].ticket, .end(.ok))
        #expect(try client.readAll() == "{\"end\":\"ok\"}\n")
        followers.removeLast()
        stage.settle()
        let next = try stage.client("events 0 follow\n")
        #expect(try stage.requests(1).count == 1)
        _ = next
    }

    @Test("a follower is sent what comes, and is forgotten when it goes")
    func follower() throws {
        var lines: [JSON] = [.integer(1)]
        var follower: ControlStage.Client? = try stage.client("events 1 follow\n")
        stage.reply(
            try stage.requests(1)[0].ticket, ReplySource { lines.popLast().map { .line($0) } ?? .later })
        #expect(try follower?.read(upTo: 100) == Array("1\n".utf8))
        #expect(!stage.isReadable && stage.deadline == nil)
        lines = [.integer(2)]
        stage.resume()
        #expect(try follower?.read(upTo: 100) == Array("2\n".utf8))
        follower = nil
        #expect(stage.isReadable)
        stage.settle()
        #expect(!stage.isReadable)
    }

    /// In a process of its own, for the limit is the whole process's.
    @Test("where there is no descriptor for who comes, the loop is not woken but after longer and longer pauses")
    func noDescriptor() async {
        await #expect(processExitsWith: .success) {
            let stage = try ControlStage()
            let client = try stage.client("status\n")
            let limit = try ResourceLimit.current(.descriptors)
            try ResourceLimit(soft: 3, hard: limit.hard).set(.descriptors)
            var time = Duration.zero
            for pause in [10, 20, 40, 80, 160, 320, 640, 1_000, 1_000] {
                stage.settle()
                #expect(!stage.isReadable)
                #expect(stage.deadline == ControlStage.start + time + .milliseconds(pause))
                stage.pass(.milliseconds(pause))
                time += .milliseconds(pause)
            }
            try limit.set(.descriptors)
            stage.reply(try stage.requests(1)[0].ticket, .end(.ok))
            #expect(try client.readAll() == "{\"end\":\"ok\"}\n")
            #expect(stage.deadline == nil)
        }
    }

    @Test("a reply for somebody who has gone is nobody's")
    func goneBeforeTheReply() throws {
        var client: ControlStage.Client? = try stage.client("reload\n")
        let asked = try stage.requests(1)
        client = nil
        stage.settle()
        stage.reply(asked[0].ticket, .end(.ok))
        #expect(!stage.isReadable && client == nil)
    }
}

import LinuxSystem
import Prefork
import Testing

@Suite("The documentation's server as a program")
struct ExampleServerTests {
    @Test("it serves several clients at once, and ends with 0 and nobody left behind after TERM")
    func serves() throws {
        let server = try ExampleServer("127.0.0.1:0")
        var one = try Connection(to: server.address)
        var two = try Connection(to: server.address)
        try one.write("one")
        try two.write("two")
        #expect(try two.read(upTo: 100) == Array("TWO".utf8))
        #expect(try one.read(upTo: 100) == Array("ONE".utf8))
        try one.closeWriting()
        #expect(try one.read(upTo: 100) == [])
        try two.closeWriting()
        #expect(try two.read(upTo: 100) == [])
        server.terminate()
        #expect(try server.waitForExit() == 0)
        #expect(throws: ListenerError.self) { _ = try Connection(to: server.address) }
    }

    @Test("one on a passed socket serves, and leaves it listening for the next start")
    func activated() throws {
        let listener = try Listener("127.0.0.1:0")
        let server = try ExampleServer(activatedBy: listener)
        #expect(server.address == listener.address.description)
        var client = try Connection(to: server.address)
        try client.write("passed")
        #expect(try client.read(upTo: 100) == Array("PASSED".utf8))
        try client.closeWriting()
        #expect(try client.read(upTo: 100) == [])
        server.terminate()
        #expect(try server.waitForExit() == 0)
        let next = try Connection(to: server.address)
        #expect(try listener.accept().peer == (try next.local))
    }

    @Test("a connection in hand is served to its end after TERM")
    func inHand() throws {
        let server = try ExampleServer("unix:@example-upper-\(ThisProcess.pid)")
        var client = try Connection(to: server.address)
        try client.write("before")
        #expect(try client.read(upTo: 100) == Array("BEFORE".utf8))
        server.terminate()
        try client.write("after")
        #expect(try client.read(upTo: 100) == Array("AFTER".utf8))
        try client.closeWriting()
        #expect(try client.read(upTo: 100) == [])
        #expect(try server.waitForExit() == 0)
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("The example of README.md", .daemonLogs)
struct ReadmeExampleTests {
    private let example: ReadmeDocument.Block

    init() throws {
        let blocks = try ReadmeDocument().blocks(of: "swift")
        try #require(blocks.count == 1)
        example = blocks[0]
    }

    /// From `struct` to the brace that ends it.
    private var handler: String {
        let body = example.lines.drop { !$0.hasPrefix("struct ") }
        return body.prefix { $0 != "}" }.map { $0 + "\n" }.joined() + "}\n"
    }

    /// What stands behind the handler.
    private var server: String {
        let rest = example.lines.drop { $0 != "}" }.dropFirst()
        return rest.drop { $0.isEmpty }.map { $0 + "\n" }.joined()
    }

    @Test("it is the import, a handler and a server, and no more")
    func parts() {
        #expect(example.text == "import Prefork\n\n\(handler)\n\(server)")
        #expect(handler.hasPrefix("struct Upper: ConnectionHandler {\n"))
        #expect(server.split(separator: "\n").count == 2)
    }

    @Test("the program example-upper is made of it word for word, but for the address")
    func program() throws {
        let lines = try ReadmeDocument.lines("Tests/Fixtures/example-upper/main.swift")
        #expect(lines.contains("import Prefork"))
        #expect(lines.map { $0 + "\n" }.joined().contains("\n" + handler))
        let expected = server.split(separator: "\n").map {
            String($0).replacing("\"127.0.0.1:7890\"", with: "address")
        }
        #expect(lines.filter(expected.contains) == expected)
    }

    @Test("the documentation shows the same, word for word")
    func documentation() throws {
        let page = try ReadmeDocument("Sources/Prefork/Prefork.docc/Prefork.md").blocks(of: "swift")
        #expect(page.map(\.text).contains("\(handler)\n\(server)"))
        let protocolComment = try ReadmeDocument("Sources/Prefork/ConnectionHandler.swift").blocks(of: "swift")
        #expect(protocolComment.map(\.text) == [handler])
        let serverComment = try ReadmeDocument("Sources/Prefork/PreforkServer.swift").blocks(of: "swift")
        #expect(serverComment.map(\.text) == [server])
    }

    @Test("the death of a worker costs the connection in its hand and no other, and TERM ends the server with 0")
    func death() throws {
        let folder = try TemporaryFolder()
        let address = try SocketAddress(unixPath: folder.path("upper"))
        let path = Program.preforkd.dropLast("preforkd".count) + "example-upper"
        let server = try Child(Launch(program: String(path), arguments: ["unix:\(folder.path("upper"))"]))
        try eventually("the server") { connectError(address) == nil }
        try eventually("four idle workers") { Set(loads(server).values).count == 1 && loads(server).count == 4 }
        let idle = try #require(loads(server).values.first)
        let unlucky = try TestClient(address)
        #expect(try unlucky.exchange("one") == "ONE")
        let worker = try #require(loads(server).first { $0.value > idle }?.key)
        let other = try TestClient(address)
        #expect(try other.exchange("two") == "TWO")
        // Not what a trap raises: sent from outside, Swift's own handler survives it in a debug build.
        kill(worker, SIGKILL)
        #expect(throws: (any Error).self) {
            if try unlucky.exchange("again").isEmpty { throw Errno.connectionReset }
        }
        #expect(try other.exchange("still here") == "STILL HERE")
        #expect(try TestClient(address).exchange("three") == "THREE")
        try eventually("the end of the worker") { !children(server).contains(worker) }
        other.close()
        server.send(SIGTERM)
        #expect(try server.waitForEnd() == .exited(0))
    }

    private func children(_ server: Child) -> [pid_t] { ProcessFacts.children(of: server.pid) }

    /// How many descriptors each worker has: one more than the others where it has a connection.
    private func loads(_ server: Child) -> [pid_t: Int] {
        var loads: [pid_t: Int] = [:]
        for worker in children(server) { loads[worker] = ProcessFacts(pid: worker).descriptors.count }
        return loads
    }
}

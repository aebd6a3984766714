import LinuxSystem
import Systemd
import TestSupport
import Testing

@Suite("What the service manager is given to keep")
final class DescriptorStoreTests {
    private let folder: TemporaryFolder
    private var socket: String { "\(folder.path)/notify" }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "a descriptor goes out in one datagram with its name", arguments: [("put", "\nFDPOLL=0"), ("put-polled", "")])
    func put(order: String, poll: String) throws {
        let manager = try DatagramReceiver(at: socket)
        let pipe = try Pipe()
        let outcome = try run([order, "7", "web=127.0.0.1,80"], [7: pipe.writeEnd.rawValue])
        #expect(outcome.lines == ["sent"])
        let messages = try manager.receive()
        #expect(messages.map(\.text) == ["FDSTORE=1\nFDNAME=web=127.0.0.1,80\(poll)"])
        let passed = try FileIdentity(of: pipe.writeEnd.rawValue)
        #expect(messages.map(\.files) == [[passed]])
    }

    @Test("a name is let go without a descriptor")
    func remove() throws {
        let manager = try DatagramReceiver(at: socket)
        #expect(try run(["remove", "web"]).lines == ["sent"])
        let messages = try manager.receive()
        #expect(messages.map(\.text) == ["FDSTOREREMOVE=1\nFDNAME=web"])
        #expect(messages.map(\.files) == [[]])
    }

    @Test("what would begin another assignment, or is no name for systemd, is not sent", arguments: ["a\nB=1", "a:b"])
    func invalid(name: String) throws {
        let manager = try DatagramReceiver(at: socket)
        #expect(try run(["remove", name]).lines == ["Invalid argument"])
        #expect(try run(["put", "2", name]).lines == ["Invalid argument"])
        #expect(try manager.receive().isEmpty)
    }

    @Test("a descriptor that is not open is an error, and nobody to tell is none")
    func nobody() throws {
        let manager = try DatagramReceiver(at: socket)
        #expect(try run(["put", "77", "web"]).lines == ["Bad file descriptor"])
        #expect(try manager.receive().isEmpty)
        #expect(try Fixture.run("store", "remove", "web").lines == ["nobody listens", "sent"])
    }

    @Test(
        "systemd's rule for a name",
        arguments: [
            ("", true), ("web", true), ("a b=c,d/e@f", true), ("~", true), ("a:b", false), ("\t", false),
            ("\u{7f}", false),
            ("ä", false), (String(repeating: "x", count: 255), true), (String(repeating: "x", count: 256), false),
        ])
    func names(text: String, isName: Bool) {
        #expect(DescriptorStore.isName(text) == isName)
    }

    private func run(_ arguments: [String], _ descriptors: [CInt: CInt] = [:]) throws -> Outcome {
        try Command(
            arguments: [Fixture.path, "store"] + arguments, environment: ["NOTIFY_SOCKET=\(socket)"],
            descriptors: descriptors
        ).run()
    }
}

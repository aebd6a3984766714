import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("What preforkctl shows of a reply")
struct ReplyTests {
    private static let steering = "\u{1B}]0;title\u{7}\u{9B}2J"
    private static let shown = "\\u{1b}]0;title\\u{7}\\u{9b}2J"

    @Test("steers no terminal, whoever wrote what it tells")
    func steering() throws {
        let event = try ask("{\"number\":1,\"time\":\"t\",\"message\":\"\(Self.steering)\"}\n{\"end\":\"ok\"}\n")
        #expect(event.status == .exited(0) && event.output == "t \(Self.shown)\n", "\(event)")
        let refusal = try ask("{\"end\":\"failed\",\"reasons\":[\"\(Self.steering)\"]}\n")
        #expect(refusal.status == .exited(1) && refusal.error == "preforkctl: \(Self.shown)\n", "\(refusal)")
    }

    /// Has the events asked of a daemon that answers with this, in which controls are as JSON has to write them.
    private func ask(_ reply: String) throws -> Outcome {
        let folder = try TemporaryFolder()
        let path = folder.path("control.sock")
        let listener = try Socket.make(.unix)
        try Socket.bind(listener, to: try SocketAddress(unixPath: path))
        try Socket.listen(listener, backlog: 1)
        let number = listener.rawValue
        let bytes = reply.unicodeScalars.flatMap { scalar -> [UInt8] in
            scalar.value < 0x20 && scalar != "\n"
                ? Array("\\u00\(scalar.value < 16 ? "0" : "")\(String(scalar.value, radix: 16))".utf8)
                : Array(String(scalar).utf8)
        }
        let daemon = TestThread { try? Self.answer(number, bytes) }
        let outcome = try Program.run(
            Launch(program: Program.preforkctl, arguments: ["events", "--socket", path]))
        #expect(daemon.join() == bytes.count)
        _ = consume listener
        return outcome
    }

    private static func answer(_ listener: CInt, _ bytes: [UInt8]) throws -> Int {
        var peer = SocketAddress()
        let client = Descriptor(owning: try Socket.accept(listener, peer: &peer))
        var request = [UInt8](repeating: 0, count: 100)
        _ = try request.withUnsafeMutableBytes { try client.read(into: $0) }
        return try bytes.withUnsafeBytes { try client.write($0) }
    }
}

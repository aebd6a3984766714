import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("A stderr that is slow, gone or closed")
struct StandardErrorLossTests {
    @Test("a full pipe stops nobody: what does not fit is lost and counted, what fits is whole")
    func full() throws {
        let pipe = try Pipe()
        let outcome = try many(1_000, length: 500, descriptors: [2: pipe.writeEnd.rawValue])
        let lost = try losses(outcome)
        let lines = try pipe.contents().split(separator: "\n")
        #expect(lost > 0)
        #expect(lines.count == 1_000 - lost)
        #expect(lines.allSatisfy { $0.hasSuffix(String(repeating: "s", count: 500)) })
    }

    @Test("lines of several processes do not mix, and none of them waits for a pipe that another filled")
    func several() throws {
        let pipe = try Pipe()
        let script = "for n in 1 2 3 4; do \"$@\" & done; wait"
        let outcome = try Command(
            arguments: ["sh", "-c", script, "sh", Fixture.path, "log-many", "stderr", "500", "300"],
            descriptors: [2: pipe.writeEnd.rawValue]
        ).run()
        let lost = try outcome.lines.map { try #require(Int($0.dropFirst("losses ".count))) }
        #expect(lost.count == 4)
        let lines = try pipe.contents().split(separator: "\n")
        #expect(lines.count == 2_000 - lost.reduce(0, +))
        #expect(Set(lines.map { $0.dropFirst("2026-11-20T18:40:01.123Z".count) }).count == 1)
    }

    @Test("where descriptor 2 cannot be opened anew a full pipe stops nobody either", .needsMountNamespace)
    func withoutReopening() throws {
        let pipe = try Pipe()
        let outcome = try Command(
            arguments: [
                "unshare", "--mount", "sh", "-c", "mount -t tmpfs none /proc/$$/fd && exec \"$0\" \"$@\"", Fixture.path,
                "log-many", "stderr", "1000", "500",
            ],
            descriptors: [2: pipe.writeEnd.rawValue]
        ).run()
        #expect(try pipe.contents().split(separator: "\n").count == 1_000 - (try losses(outcome)))
    }

    @Test("the pipe stays as its other users know it: they may still wait")
    func shared() throws {
        let pipe = try Pipe()
        _ = try many(1_000, length: 500, descriptors: [2: pipe.writeEnd.rawValue])
        #expect(fcntl(pipe.writeEnd.rawValue, F_GETFL) & O_NONBLOCK == 0)
    }

    @Test("a pipe that nobody reads kills nobody")
    func brokenPipe() throws {
        let pipe = try Self.pipeWithoutReader()
        defer { close(pipe) }
        #expect(try losses(try many(10, length: 10, descriptors: [2: pipe])) == 10)
    }

    @Test("a stderr that is closed loses every line, and each is counted")
    func closed() throws {
        #expect(try losses(try many(10, length: 10, closesStandardError: true)) == 10)
    }

    @Test("a file and a terminal's silence are no loss")
    func file() throws {
        #expect(try losses(try many(10, length: 10)) == 0)
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/log"
        let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        defer { close(file) }
        #expect(try losses(try many(10, length: 10, descriptors: [2: file])) == 0)
        let text = String(decoding: try FileContents.read(path, limit: 1 << 20), as: UTF8.self)
        #expect(text.split(separator: "\n").count == 10)
    }

    @Test("a full socket stops nobody either")
    func socket() throws {
        var ends: [CInt] = [-1, -1]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        defer { for end in ends { close(end) } }
        let lost = try losses(try many(5_000, length: 500, descriptors: [2: ends[0]]))
        #expect((1..<5_000).contains(lost))
    }

    private func many(
        _ count: Int, length: Int, descriptors: [CInt: CInt] = [:], closesStandardError: Bool = false
    ) throws -> Outcome {
        try Fixture.run(
            "log-many", "stderr", "\(count)", "\(length)", descriptors: descriptors,
            closesStandardError: closesStandardError)
    }

    private func losses(_ outcome: Outcome) throws -> Int {
        try #require(outcome.lines.last.flatMap { Int($0.dropFirst("losses ".count)) })
    }

    private static func pipeWithoutReader() throws -> CInt {
        let pipe = try Pipe()
        return try pipe.writeEnd.duplicate().release()
    }
}

import Foundation
import PoolPolicy
import Testing

@testable import DaemonConfiguration

@Suite("A file that can't be used is told in one line")
struct FileProblemTests {
    @Test("missing, a directory, a loop of links, a name that is no path")
    func unreadable() throws {
        let folder = try ConfigurationFolder()
        #expect(folder.errors() == ["main.toml:1:1: cannot be read: No such file or directory"])
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.path + "/main.toml", withDestinationPath: "main.toml")
        #expect(folder.errors() == ["main.toml:1:1: cannot be read: Too many levels of symbolic links"])
        try manager.removeItem(atPath: folder.path + "/main.toml")
        try manager.createDirectory(atPath: folder.path + "/main.toml", withIntermediateDirectories: false)
        #expect(folder.errors() == ["main.toml:1:1: is a directory, not a file"])
    }

    static let contents: [([UInt8], String)] = [
        ([], "main.toml:1:1: no service is defined; add a [service.NAME]"),
        (Array("# only a comment\n".utf8), "main.toml:1:1: no service is defined; add a [service.NAME]"),
        ([0xEF, 0xBB, 0xBF], "main.toml:1:1: no service is defined; add a [service.NAME]"),
        (Array("a = 1\nö = \"".utf8) + [0xFF], "main.toml:2:6: byte 0xFF is not UTF-8"),
        ([0xC3], "main.toml:1:1: byte 0xC3 is not UTF-8"),
        (Array("# ok\n#\t".utf8) + [0xED, 0xA0, 0x80], "main.toml:2:3: byte 0xED is not UTF-8"),
        ([0xFF, 0xFE, 0x5B, 0x00], "main.toml:1:1: byte 0xFF is not UTF-8"),
        (Array("# ok\nab".utf8) + [0, 0xFF], "main.toml:2:3: a NUL byte: this is not a text file"),
        (
            [UInt8](repeating: 0x23, count: 1 << 20),
            "main.toml:1:1: no service is defined; add a [service.NAME]"
        ),
        ([UInt8](repeating: 0x23, count: (1 << 20) + 1), "main.toml:1:1: is larger than 1048576 bytes"),
    ]

    @Test("empty, too large, no text", arguments: contents)
    func content(bytes: [UInt8], expected: String) throws {
        let folder = try ConfigurationFolder()
        try folder.write(bytes, to: "main.toml")
        #expect(folder.errors() == [expected])
    }

    @Test("10 MB of noise is refused by its size, and a part of it as no text")
    func noise() throws {
        var random = SplitMix64(state: 7)
        let noise = (0..<10_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let folder = try ConfigurationFolder()
        try folder.write(noise, to: "main.toml")
        #expect(folder.errors() == ["main.toml:1:1: is larger than 1048576 bytes"])
        try folder.write(Array(noise.prefix(1 << 20)), to: "main.toml")
        let found = folder.errors()
        #expect(found.count == 1)
        #expect(found.first?.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
    }

    @Test("nothing but quotes, or thousands of mistakes, ends soon", .timeLimit(.minutes(1)))
    func patience() throws {
        for text in [String(repeating: "\"", count: 1 << 20), String(repeating: "'", count: 1 << 20)] {
            #expect(try errors(in: text).count == 1)
        }
        let keys = (0..<20_000).map { "k\($0) = 1\n" }.joined()
        #expect(try errors(in: echo(keys)).count == 101)
    }

    @Test("a strange name of a file does not disturb the line")
    func strangeName() throws {
        let folder = try ConfigurationFolder(echo(""), confD: ["a\nb\u{1B}[1m.toml": "x"])
        let found = folder.errors()
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("conf.d/a\\u000Ab\\u001B[1m.toml:1:2: syntax error in ") == true)
    }
}

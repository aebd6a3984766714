import LinuxSystem
import Prefork
import Testing

@Suite("The examples in the documentation")
struct DocumentationTests {
    static let pages = [
        "Sources/Prefork/Connection.swift", "Sources/Prefork/ConnectionHandler.swift",
        "Sources/Prefork/Listener.swift", "Sources/Prefork/PreforkServer.swift",
        "Sources/Prefork/Prefork.docc/Prefork.md", "README.md",
    ]

    @Test("each is code that is run, line by line and in order", arguments: pages)
    func compiled(page: String) throws {
        let examples = Self.examples(in: try Self.lines(page))
        #expect(!examples.isEmpty)
        let run = [
            try Self.lines("Tests/PreforkTests/Examples.swift"),
            try Self.lines("Tests/Fixtures/example-upper/main.swift"),
            try Self.lines("Tests/Fixtures/example-activated/main.swift"),
        ]
        for example in examples {
            #expect(run.contains { Self.follows(example, in: $0) }, "\(example.joined(separator: "\n"))")
        }
    }

    @Test("the one of the listener takes a client")
    func listener() throws {
        var said: [String] = []
        try Examples.listener("127.0.0.1:0") { said.append("\($0) \($1.ip ?? "")") }
        #expect(said == ["a client from 127.0.0.1"])
    }

    @Test("the one of acceptIfWaiting takes who waits and ends")
    func acceptIfWaiting() throws {
        let listener = try Listener("127.0.0.1:0")
        let one = try Connection(to: listener.address.description)
        let two = try Connection(to: listener.address.description)
        var said: [String] = []
        try Examples.acceptIfWaiting(listener) { said.append("\($0) \($1)") }
        #expect(said == ["one less in the queue: \(try one.local)", "one less in the queue: \(try two.local)"])
    }

    @Test("the one of the connection reads a greeting")
    func connection() throws {
        #expect(try Examples.connection(try Listener("127.0.0.1:0")) == Array("hello".utf8))
    }

    /// Whether the lines of `example` come in `code` in their order, with whatever between them.
    private static func follows(_ example: [String], in code: [String]) -> Bool {
        var rest = code[...]
        for line in example {
            guard let index = rest.firstIndex(of: line) else { return false }
            rest = rest[(index + 1)...]
        }
        return true
    }

    /// The blocks between "```swift" and "```", in Markdown or in `///` comments.
    private static func examples(in lines: [String]) -> [[String]] {
        var examples: [[String]] = []
        var inside = false
        for line in lines {
            let text = trimmed(line.hasPrefix("///") ? line.dropFirst(3) : line[...])
            if text == "```swift" {
                inside = true
                examples.append([])
            } else if text == "```" {
                inside = false
            } else if inside {
                // The address of the documentation may be taken; a test has its own.
                examples[examples.count - 1].append(withOwnAddress(text))
            }
        }
        return examples
    }

    private static func withOwnAddress(_ line: String) -> String {
        let parts = line.split(separator: "\"127.0.0.1:7890\"", omittingEmptySubsequences: false)
        return parts.joined(separator: "address")
    }

    /// The lines of a file of the package without their indentation.
    private static func lines(_ path: String) throws -> [String] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let text = String(decoding: try FileContents.read("/\(root)/\(path)", limit: 1 << 20), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { trimmed($0) }
    }

    private static func trimmed(_ line: Substring) -> String {
        String(line.drop { $0 == " " })
    }
}

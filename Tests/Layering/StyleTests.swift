import Testing

@Suite("House rules")
struct StyleTests {
    private func sources() throws -> [String] {
        try SourceTree.files(in: "Sources", suffix: ".swift")
    }

    @Test("no file of Sources is longer than 250 lines")
    func filesAreShort() throws {
        for file in try sources() {
            let lines = try SourceTree.text(file).utf8.count { $0 == UInt8(ascii: "\n") }
            #expect(lines <= 250, "\(file) has \(lines) lines")
        }
    }

    @Test("what switches off a check of the compiler has its reason on a line beside it")
    func exceptionsHaveReasons() throws {
        for file in try sources() {
            let lines = try SourceTree.text(file).split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") || line.contains("try!")
            {
                let around = lines[max(0, number - 1)...min(lines.count - 1, number + 1)]
                #expect(around.contains { $0.contains("//") }, "\(file):\(number + 1) gives no reason")
            }
        }
    }

    @Test("the words that this project does not use are in no name of a file")
    func namesAreTheFieldsOwn() throws {
        for file in try sources() {
            let name = file.split(separator: "/").last.map { $0.lowercased() } ?? ""
            for word in ["manager", "helper", "util", "slave", "context", "misc"] {
                #expect(!name.contains(word), "\(file)")
            }
        }
    }
}

import LinuxSystem

/// A text of the project with blocks of code in it: README.md, a page of the documentation or a doc comment.
struct ReadmeDocument {
    /// The text between two fences.
    struct Block {
        /// The heading above it.
        let section: String
        let language: String
        var lines: [String] = []

        var text: String { lines.map { $0 + "\n" }.joined() }
    }

    /// What a console block says to type, and what it says comes of it.
    struct Command {
        let section: String
        let isForRoot: Bool
        let line: String
        var output: [String] = []

        /// Whether it stays in the foreground until it is told to stop.
        var serves: Bool {
            line.contains("run preforkd") && !line.contains(" run preforkctl") && !line.contains("--check")
                && !line.contains("--print-config")
        }
    }

    static let root = String(#filePath.dropLast("/Tests/EndToEnd/ReadmeDocument.swift".count))

    let lines: [String]
    let blocks: [Block]

    /// - Parameter path: below the root of the project.
    init(_ path: String = "README.md") throws {
        lines = try Self.lines(path)
        var blocks: [Block] = []
        var section = ""
        var isInside = false
        for line in lines.map(Self.withoutCommentMark) {
            if line.hasPrefix("```") {
                if !isInside { blocks.append(Block(section: section, language: String(line.dropFirst(3)))) }
                isInside.toggle()
            } else if isInside {
                blocks[blocks.count - 1].lines.append(line)
            } else if line.hasPrefix("#") {
                section = String(line.drop { $0 == "#" || $0 == " " })
            }
        }
        self.blocks = blocks
    }

    static func lines(_ path: String) throws -> [String] {
        let text = String(decoding: try FileContents.read("\(root)/\(path)", limit: 1 << 20), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func withoutCommentMark(_ line: String) -> String {
        guard line.hasPrefix("///") else { return line }
        return String(line.dropFirst(line.hasPrefix("/// ") ? 4 : 3))
    }

    func blocks(of language: String) -> [Block] {
        blocks.filter { $0.language == language }
    }

    var commands: [Command] {
        var commands: [Command] = []
        for block in blocks(of: "console") {
            for line in block.lines {
                if line.hasPrefix("$ ") || line.hasPrefix("# ") {
                    let command = Command(
                        section: block.section, isForRoot: line.hasPrefix("#"), line: String(line.dropFirst(2)))
                    commands.append(command)
                } else if !commands.isEmpty {
                    commands[commands.count - 1].output.append(line)
                }
            }
        }
        return commands
    }
}

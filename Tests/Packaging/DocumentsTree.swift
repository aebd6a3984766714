import LinuxSystem

/// The project's own files that are no Swift, found from where this one lies.
enum DocumentsTree {
    static let root = String(#filePath.dropLast("/Tests/Packaging/DocumentsTree.swift".count))

    static func path(_ name: String) -> String { "\(root)/\(name)" }

    static func text(_ name: String) throws -> String {
        String(decoding: try FileContents.read(path(name), limit: 1 << 20), as: UTF8.self)
    }

    static func lines(_ name: String) throws -> [String] {
        try text(name).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

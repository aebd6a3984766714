import LinuxSystem

/// The project's own files, found from where this one lies.
enum SourceTree {
    static let root = String(#filePath.dropLast("/Tests/Layering/SourceTree.swift".count))

    /// Paths below the root of every file in `folder` that ends in `suffix`.
    static func files(in folder: String, suffix: String) throws -> [String] {
        var found: [String] = []
        for name in try FileContents.names(in: "\(root)/\(folder)") {
            let path = "\(folder)/\(name)"
            if name.hasSuffix(suffix) {
                found.append(path)
            } else if !name.contains(".") || name.hasSuffix(".docc") {
                found += (try? files(in: path, suffix: suffix)) ?? []
            }
        }
        return found
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try FileContents.read("\(root)/\(path)", limit: 1 << 20), as: UTF8.self)
    }

    /// The modules that a Swift file imports, whatever the access level.
    static func imports(_ path: String) throws -> Set<String> {
        var modules: Set<String> = []
        for line in try text(path).split(separator: "\n") {
            let words: [Substring] = line.split(separator: " ").filter { !$0.hasPrefix("@") }
            guard let position = words.firstIndex(of: "import"), position <= 1, words.count > position + 1 else {
                continue
            }
            let module = words.last ?? ""
            modules.insert(String(module.split(separator: ".").first ?? ""))
        }
        return modules
    }
}

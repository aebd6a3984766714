import LinuxSystem

/// A unit file of the tree: what each of its keys is set to, in order.
struct UnitFile {
    private let settings: [(key: String, value: String)]

    init(_ name: String) throws {
        let root = String(#filePath.dropLast("/Tests/Packaging/Machine/UnitFile.swift".count))
        let bytes = try FileContents.read("\(root)/packaging/systemd/\(name)", limit: 1 << 16)
        settings = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            guard let first = line.first, first.isLetter, let equals = line.firstIndex(of: "=") else { return nil }
            return (String(line[..<equals]), String(line[line.index(after: equals)...]))
        }
    }

    subscript(key: String) -> [String] {
        settings.filter { $0.key == key }.map(\.value)
    }
}

import Testing

/// Who may import whom. Imports point down; what is not in a module's row is refused.
private let permissions: [(module: String, may: Set<String>)] = [
    ("LinuxSystem", ["CLinux", "Glibc", "Synchronization", "SystemPackage"]),
    ("PoolPolicy", []),
    ("Systemd", ["CSystemd", "LinuxSystem", "Logging", "SystemPackage", "Synchronization"]),
    ("Prefork", ["CLinux", "DequeModule", "LinuxSystem", "PoolPolicy", "SystemPackage", "Synchronization"]),
    ("Handlers", ["LinuxSystem", "Prefork", "SystemPackage"]),
    ("Control", ["LinuxSystem", "SystemPackage"]),
    ("Web", ["Control", "LinuxSystem", "Prefork", "SystemPackage"]),
    ("DaemonConfiguration", ["CTOML", "LinuxSystem", "PoolPolicy", "Prefork", "SystemPackage"]),
    (
        "Daemon",
        [
            "Control", "DaemonConfiguration", "Handlers", "LinuxSystem", "Logging", "PoolPolicy", "Prefork",
            "Synchronization", "SystemPackage", "Systemd", "Web",
        ]
    ),
    ("preforkd", ["ArgumentParser", "Daemon", "DaemonConfiguration", "LinuxSystem", "Prefork"]),
    ("preforkctl", ["ArgumentParser", "Control", "LinuxSystem", "Prefork", "SystemPackage"]),
]

@Suite("Layering")
struct ImportTests {
    @Test("a module imports only what its row allows", arguments: permissions)
    func importsPointDown(row: (module: String, may: Set<String>)) throws {
        let files = try SourceTree.files(in: "Sources/\(row.module)", suffix: ".swift")
        try #require(!files.isEmpty)
        for file in files {
            let forbidden = try SourceTree.imports(file).subtracting(row.may)
            #expect(forbidden.isEmpty, "\(file) imports \(forbidden.sorted())")
        }
    }

    @Test("every module of Sources has a row, or is a face of C that holds no Swift")
    func everyModuleHasARow() throws {
        let modules = Set(try SourceTree.files(in: "Sources", suffix: ".swift").map { $0.split(separator: "/")[1] })
        #expect(modules.map(String.init).sorted() == permissions.map(\.module).sorted())
    }

    @Test("nothing of ours imports Foundation or Dispatch, which start threads before the fork")
    func noThreadsBeforeFork() throws {
        for file in try SourceTree.files(in: "Sources", suffix: ".swift") {
            let imports = try SourceTree.imports(file)
            let forbidden = imports.filter { $0.hasPrefix("Foundation") || $0 == "Dispatch" }
            #expect(forbidden.isEmpty, "\(file) imports \(forbidden.sorted())")
        }
    }

    @Test("the import reader sees every spelling", arguments: ["Logging"])
    func importReaderWorks(module: String) throws {
        #expect(try SourceTree.imports("Sources/Systemd/JournalLogHandler.swift").contains(module))
        #expect(try SourceTree.imports("Sources/Prefork/Listener.swift") == ["LinuxSystem", "SystemPackage"])
    }
}

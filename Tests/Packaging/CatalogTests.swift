import Daemon
import TestSupport
import Testing

@Suite("The catalog of the journal")
struct CatalogTests {
    @Test("explains each kind of record in its order, and no others")
    func complete() throws {
        #expect(try CatalogEntry.all().map(\.id) == EventKind.allCases.map(\.rawValue))
        #expect(Set(EventKind.allCases.map(\.rawValue)).count == EventKind.allCases.count)
    }

    @Test("has for each a subject, who defines it, and what it means and what to do in words")
    func entries() throws {
        for entry in try CatalogEntry.all() {
            let subject = entry.headers["Subject"] ?? ""
            #expect(!subject.isEmpty && !subject.hasSuffix("."), "\(entry.id)")
            #expect(entry.headers["Defined-By"] == "preforkd", "\(entry.id)")
            #expect(entry.text.count(where: { $0 == "." }) >= 2, "\(entry.id)")
            #expect(!entry.text.hasPrefix("\n"), "\(entry.id)")
        }
    }

    @Test("has only such fields in its texts as records have")
    func fields() throws {
        let known = Set(Fields.Name.allCases.map(\.rawValue))
        let used = try CatalogEntry.all().reduce(into: Set<String>()) { $0.formUnion($1.fields) }
        #expect(used.subtracting(known) == [])
        #expect(!used.isEmpty)
    }

    @Test(
        "is taken by journalctl, entry by entry",
        .needs(program: "journalctl", of: "systemd"))
    func compiled() throws {
        let journalctl = try #require(DocumentsProgram.installed("journalctl"))
        let root = try TemporaryFolder()
        let source = try DocumentsTree.text("packaging/catalog/preforkd.catalog")
        try root.write("usr/lib/systemd/catalog/preforkd.catalog", source)
        let update = try journalctl.run("--root", root.path, "--update-catalog")
        #expect(update.status == 0 && update.error == "", "\(update)")
        let dump = try journalctl.run("--root", root.path, "--dump-catalog").output
        for entry in try CatalogEntry.all() {
            #expect(dump.contains("-- \(entry.id)\nSubject: \(entry.headers["Subject"] ?? "")\n"), "\(entry.id)")
            #expect(dump.contains(entry.text), "\(entry.id)")
        }
    }
}

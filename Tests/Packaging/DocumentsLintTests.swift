import LinuxSystem
import Testing

@Suite("Manual pages")
struct DocumentsLintTests {
    private static let pages = ["preforkctl.1", "preforkd.8", "preforkd.toml.5"]

    @Test("are those that the tests look into")
    func complete() throws {
        let names = try FileContents.names(in: DocumentsTree.path("packaging/man"))
        #expect(names.filter { $0.contains(".") } == Self.pages)
    }

    @Test(
        "have nothing that mandoc warns of",
        .needs(program: "mandoc", of: "mandoc"), arguments: pages)
    func lint(page: String) throws {
        let mandoc = try #require(DocumentsProgram.installed("mandoc"))
        let answer = try mandoc.run("-T", "lint", "-W", "warning", DocumentsTree.path("packaging/man/\(page)"))
        #expect(answer.status == 0 && answer.output == "", "\(answer)")
    }
}

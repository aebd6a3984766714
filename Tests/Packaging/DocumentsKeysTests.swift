import DaemonConfiguration
import Testing

@Suite("preforkd.toml(5)")
struct DocumentsKeysTests {
    /// What page and program must agree on.
    private struct Fact: Hashable, CustomStringConvertible {
        let section: String
        let name: String
        /// As it stands behind the key.
        let value: String
        let kind: String

        var description: String { "[\(section)] \(name) \(value): \(kind)" }
    }

    @Test("has every key with its type, bounds and default, and none that there is not")
    func keys() throws {
        let page = try DocumentsPage("preforkd.toml.5").section("KEYS")
        let written = ["daemon", "service.NAME"].flatMap { section in
            page.subsection("The section [\(section)]\\&").items.map { item in
                Fact(
                    section: section, name: item.head.dropFirst().first ?? "",
                    value: item.head.dropFirst(2).filter { $0 != "No" && $0 != "Cm" }.joined(separator: " "),
                    kind: item.body.firstLine)
            }
        }
        let built = KeyDocument.all.map { key in
            Fact(
                section: key.section, name: key.name,
                value: key.isRequired ? "(required)" : key.defaultText.map { "= \($0)" } ?? "(unset)",
                kind: key.kind.prefix(1).uppercased() + key.kind.dropFirst() + ".")
        }
        #expect(Set(built).subtracting(written) == [], "not in the page")
        #expect(Set(written).subtracting(built) == [], "in the page, but not so in the program")
        #expect(written.map(\.name) == built.map(\.name), "the page has them in the order of the program")
        #expect(!built.isEmpty)
    }

    @Test("explains every handler, and none that there is not")
    func handlers() throws {
        let keys = try DocumentsPage("preforkd.toml.5").section("KEYS").subsection("The section [service.NAME]\\&")
            .items
        let handler = try #require(keys.first { $0.head.dropFirst().first == "handler" })
        #expect(handler.body.items.map(\.head) == HandlerName.allCases.map { ["Cm", $0.rawValue] })
    }

    @Test("has examples that are right, and what is built in as the first of them")
    func examples() throws {
        let examples = try DocumentsPage("preforkd.toml.5").section("EXAMPLES").literals
        #expect(examples.count >= 3)
        for (number, example) in examples.enumerated() {
            let plan = try LoadedPlan.loading(example).plan
            if number == 0 { #expect(plan.withoutPlaces == .builtIn) }
        }
    }
}

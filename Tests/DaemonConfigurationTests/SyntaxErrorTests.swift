import Testing

@testable import DaemonConfiguration

@Suite("A syntax error has its place and one readable line")
struct SyntaxErrorTests {
    static let table: [(String, String)] = [
        ("[service.a\n", "main.toml:1:11: syntax error in table header: expected ']', saw '\\n'"),
        ("[service.a]\nlisten = \n", "main.toml:2:10: syntax error in key-value pair: expected value, saw '\\n'"),
        ("[service.a]\nlisten = \"x", "main.toml:2:12: syntax error in string: encountered end-of-file"),
        (
            "[service.a]\nx = \"é\" y\n",
            "main.toml:2:9: syntax error in key-value pair: expected a comment or whitespace, saw 'y'"
        ),
        (
            "a = \"\u{1B}\"\n",
            "main.toml:1:6: syntax error in string: unescaped control characters other than TAB (U+0009) are explicitly prohibited"
        ),
        (
            "\u{7}\n",
            "main.toml:1:1: syntax error in root table: expected keys, tables, whitespace or comments, saw '\\u0007'"
        ),
    ]

    @Test("in our words, at the place that the parser told", arguments: table)
    func syntax(text: String, expected: String) throws {
        #expect(try errors(in: text) == [expected])
    }

    @Test("it ends its own file and hides nothing in another")
    func otherFiles() throws {
        let folder = try ConfigurationFolder(
            "[service.a]\nbacklog = x\n",
            confD: ["1.toml": "[service.b\n", "2.toml": "[service.c]\nhandler = \"ecko\"\nlisten = \"*:7\"\n"])
        let found = folder.errors()
        #expect(found.count == 3)
        #expect(found[0].hasPrefix("main.toml:2:11: syntax error in "))
        #expect(found[1].hasPrefix("conf.d/1.toml:1:11: syntax error in "))
        #expect(found[2] == "conf.d/2.toml:2:11: unknown handler \"ecko\"; did you mean \"echo\"?")
    }

    @Test(
        "a key of very many parts is refused before it exhausts the stack",
        arguments: [
            String(repeating: "a.", count: 500_000) + "a = 1",
            "[" + String(repeating: "a.", count: 500_000) + "a]",
            "x = { " + String(repeating: "a.", count: 500_000) + "a = 1 }",
            "x = '''\n'''\ny = \"\"\"\n\\\"\"\"\"\"\"\n" + String(repeating: "a.", count: 500_000) + "a = 1",
        ])
    func deepKey(text: String) throws {
        let found = try errors(in: text)
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix("a key has more than 16 parts") == true)
    }

    static let beyondASCII: [(String, String)] = [
        ("é = 1", "1:1: syntax error in root table: expected keys, tables, whitespace or comments, saw 'é'"),
        ("x = 1\u{A0}", "1:6: syntax error in key-value pair: expected space or tab, saw '\\u00A0'"),
        ("x = [ \"ä\",\n  “a” ]", "2:3: syntax error in value: could not determine value type"),
        (
            "x = \"a\" \u{202E}",
            "1:9: syntax error in key-value pair: expected a comment or whitespace, saw '\\u202E'"
        ),
    ]

    @Test("a letter beyond ASCII has no place outside of quotes and comments", arguments: beyondASCII)
    func letters(text: String, expected: String) throws {
        #expect(try errors(in: text) == ["main.toml:\(expected)"])
    }

    static let emptyPlaces = ["x = [}", "x = [=]", "x = [[}]", "x = {a = [}}", "x = [#\n}", "x = ]", "x = ;"]

    @Test("a bracket in the place of a value is an error and no abort", arguments: emptyPlaces)
    func noValue(text: String) throws {
        let found = try errors(in: text)
        #expect(found.count == 1)
        #expect(found.first?.contains(": syntax error in ") == true)
    }

    @Test("dots in texts, comments and numbers are no parts of a key")
    func dots() throws {
        let dots = String(repeating: ".", count: 40)
        let text = #"""
            # \#(dots)
            [service.a] # \#(dots)
            listen = "127.0.0.1:7" # \#(dots)
            handler = "qotd"
            quotes = ["\#(dots)\"\#(dots)", '\#(dots)', """\#(dots)
            \#(dots)"\#(dots)\""\#(dots)""""", '''
            it's \#(dots)''''', "\#(dots)"]
            """#
        #expect(try service(in: text).handler.quotes?.count == 5)
    }

    @Test("nesting without end is an error and no crash")
    func deepValue() throws {
        for opening in ["[", "{a="] {
            let found = try errors(in: "x = " + String(repeating: opening, count: 200_000))
            #expect(found.count == 1)
            #expect(found.first?.contains("exceeded maximum nested value depth") == true)
        }
    }

    @Test("values that nest keys as deep as is allowed are read and let go again")
    func deepestAllowed() throws {
        let key = Array(repeating: "a", count: 16).joined(separator: ".")
        let depth = 240
        let text = "x = " + String(repeating: "{ \(key) = ", count: depth) + "1" + String(repeating: " }", count: depth)
        #expect(try errors(in: echo("") + text).count == 1)
        let twice =
            "x = " + String(repeating: "[\n{ \(key) = ", count: 100) + "1" + String(repeating: " }]", count: 100)
        #expect(try errors(in: twice + "\nx = 1\n").count == 1)
    }
}

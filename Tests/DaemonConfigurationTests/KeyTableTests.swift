import Testing

@testable import DaemonConfiguration

@Suite("The table of keys")
struct KeyTableTests {
    @Test("documents every key with its kind and its default")
    func documents() {
        let documents = KeyDocument.all
        #expect(documents.count == Keys.daemon.count + Keys.service.count)
        for document in documents {
            #expect(!document.kind.isEmpty, "\(document.name)")
            #expect(!document.isRequired || document.defaultText == nil, "\(document.name)")
        }
        let defaults = documents.reduce(into: [:]) { $0["\($1.section) \($1.name)"] = $1.defaultText }
        #expect(
            defaults == [
                "daemon log-level": "\"info\"", "daemon drain-timeout": "\"30s\"",
                "daemon control": "\"auto\"", "service.NAME backlog": "4096",
                "service.NAME socket.nodelay": "false", "service.NAME socket.keepalive": "false",
                "service.NAME workers.min": "4", "service.NAME workers.max": "64", "service.NAME workers.spare": "2",
                "service.NAME workers.start-timeout": "\"10s\"", "service.NAME workers.idle-timeout": "\"1min\"",
                "service.NAME workers.max-connections": "0", "service.NAME workers.max-unavailable": "\"10%\"",
                "service.NAME workers.wake": "\"lifo\"", "service.NAME workers.scheduling": "\"other\"",
                "service.NAME accounting": "\"errors\"", "service.NAME ready": "\"exec\"",
            ])
        #expect(documents.first { $0.name == "backlog" }?.kind == "an integer, 1 to 65535")
    }

    @Test("has each name once, and a condition only on a key that was read before")
    func order() {
        var known: Set<String> = []
        for key in Keys.service {
            #expect(known.insert(key.name).inserted, "\(key.name)")
            if let condition = key.condition { #expect(known.contains(condition.key), "\(key.name)") }
        }
        #expect(Set(Keys.daemon.map(\.name)).count == Keys.daemon.count)
    }

    @Test(
        "agrees with itself: what a default shows can be written",
        arguments: KeyDocument.all.filter { $0.defaultText != nil })
    func defaultsAreValid(document: KeyDocument) throws {
        let value = try #require(document.defaultText)
        let line = "\(document.name) = \(value)\n"
        let acceptor = "[service.a]\nlisten = \"*:7\"\nhandler = \"acceptor\"\ncommand = [\"/bin/true\"]\n"
        let texts = ["[daemon]\n\(line)\(echo(""))", echo(line), acceptor + line]
        #expect(try texts.contains { try errors(in: $0).isEmpty })
    }
}

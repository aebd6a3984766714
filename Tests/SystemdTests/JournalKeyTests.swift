import Systemd
import Testing

@Suite("Names of journal fields")
struct JournalKeyTests {
    @Test(
        "a name takes the form that journald accepts",
        arguments: [
            ("MESSAGE_ID", "MESSAGE_ID"),
            ("remote-addr", "REMOTE_ADDR"),
            ("requestID", "REQUESTID"),
            ("error.type", "ERROR_TYPE"),
            ("größe", "GR__E"),
            ("_PID", "PID"),
            ("__cursor", "CURSOR"),
            ("2xx", "FIELD_2XX"),
            ("_2", "FIELD_2"),
            ("", "FIELD_"),
            ("é", "FIELD_"),
            ("A=B\nC", "A_B_C"),
        ])
    func form(text: String, expected: String) {
        #expect(JournalKey(text).name == expected)
    }

    @Test("a name is cut at 64 characters", arguments: ["a", "1"])
    func length(character: String) {
        let name = JournalKey(String(repeating: character, count: 100)).name
        #expect(name.utf8.count == 64)
    }
}

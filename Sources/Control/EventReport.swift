/// One event of the daemon: a line of the answer to `events`.
package struct EventReport: Hashable, JSONRecord {
    /// Which one it is, from 1, since the daemon began, whatever programs it was since.
    package var number = 0
    /// UTC, RFC 3339.
    package var time = ""
    package var level = ""
    package var service: String?
    package var message = ""
    /// How many before this one were forgotten, or left out for a reader who was slow.
    package var missed = 0

    package init() {}

    package static let fields: [JSONField<EventReport>] = [
        JSONField("number", \.number),
        JSONField("time", \.time),
        JSONField("level", \.level),
        JSONField("service", \.service),
        JSONField("message", \.message),
        JSONField("missed", \.missed),
    ]
}

/// The daemon at an instant: the answer to `status`.
package struct DaemonStatus: Hashable, JSONRecord {
    package var version = ""
    package var pid = 0
    /// starting, serving or stopping.
    package var state = ""
    package var uptimeSeconds = 0.0
    /// When the program began that runs now, since 1970.
    package var startTimeSeconds = 0.0
    /// nil: it runs on its built-in default.
    package var configuration: String?
    /// Since it was read.
    package var configurationAgeSeconds = 0.0
    /// How many configurations have held, with this one.
    package var generation = 0
    /// The last one, and how far it has come; nil: there was none.
    package var upgrade: Upgrade?
    package var logLevel = ""
    /// Log records that could not be written.
    package var unrecorded = 0
    package var services: [ServiceStatus] = []

    package init() {}

    package enum Upgrade: String, CaseIterable, Sendable, JSONConvertible {
        case underWay = "under way"
        case done, failed

        package init?(json: JSON) {
            guard let word = String(json: json), let value = Upgrade(rawValue: word) else { return nil }
            self = value
        }

        package var json: JSON { .string(rawValue) }
    }

    package static let fields: [JSONField<DaemonStatus>] = [
        JSONField("version", \.version),
        JSONField("pid", \.pid),
        JSONField("state", \.state),
        JSONField("uptime_seconds", \.uptimeSeconds),
        JSONField("start_time_seconds", \.startTimeSeconds),
        JSONField("configuration", \.configuration),
        JSONField("configuration_age_seconds", \.configurationAgeSeconds),
        JSONField("generation", \.generation),
        JSONField("upgrade", \.upgrade),
        JSONField("log_level", \.logLevel),
        JSONField("unrecorded", \.unrecorded),
        JSONField("services", \.services),
    ]
}

/// What the manual must say of a key, besides what it is for.
package struct KeyDocument: Hashable, Sendable {
    /// As in the file: `daemon` or `service.NAME`.
    package let section: String
    package let name: String
    package let kind: String
    package let isRequired: Bool
    /// As it would be written; nil where nothing is set unless somebody sets it.
    package let defaultText: String?

    package static var all: [KeyDocument] {
        let daemon = DaemonPlan()
        let service = ServicePlan.blank
        return Keys.daemon.map { KeyDocument(section: "daemon", $0, defaults: daemon) }
            + Keys.service.map { KeyDocument(section: "service.NAME", $0, defaults: service) }
    }

    private init<Plan>(section: String, _ key: Key<Plan>, defaults: Plan) {
        self.section = section
        name = key.name
        kind = key.kind
        isRequired = key.isRequired
        defaultText = key.isRequired ? nil : key.show(defaults)
    }
}

/// One key of a section: its name, what it takes, how it gets into the plan and out again.
package struct Key<Plan>: Sendable {
    /// With its table where it is in one: `workers.min`.
    package let name: String
    /// What it takes: `an integer, 1 to 65535`.
    package let kind: String
    package let isRequired: Bool
    let condition: Condition<Plan>?
    /// Whether the value was good and is now in the plan.
    let read: @Sendable (TOMLNode, inout Plan, inout Problems) -> Bool
    /// The value in the plan as TOML; nil where none is set.
    let show: @Sendable (Plan) -> String?

    init<Value>(
        _ name: String, _ path: any WritableKeyPath<Plan, Value> & Sendable, _ type: ValueType<Value>,
        isRequired: Bool = false, when condition: Condition<Plan>? = nil
    ) {
        self.name = name
        self.kind = type.kind
        self.isRequired = isRequired
        self.condition = condition
        read = { node, plan, problems in
            guard let value = type.read(node, name, &problems) else { return false }
            plan[keyPath: path] = value
            return true
        }
        show = { type.show($0[keyPath: path]) }
    }

    /// The same for a value that may be left unset.
    init<Value>(
        _ name: String, _ path: any WritableKeyPath<Plan, Value?> & Sendable, _ type: ValueType<Value>,
        isRequired: Bool = false, when condition: Condition<Plan>? = nil
    ) {
        self.init(name, path, type.optional, isRequired: isRequired, when: condition)
    }
}

/// When a key means anything: where another key says so.
struct Condition<Plan>: Sendable {
    /// The key that decides; while it is wrong itself, nothing is said about those that depend on it.
    let key: String
    /// Why the key is not used with this plan; nil where it is.
    let objection: @Sendable (Plan) -> String?
}

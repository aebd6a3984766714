/// A record whose fields are one table, from which both ends work: the one that writes and the one that reads.
package protocol JSONRecord: JSONConvertible {
    init()
    static var fields: [JSONField<Self>] { get }
}

/// What can be a field of a record.
package protocol JSONConvertible: Sendable {
    init?(json: JSON)
    var json: JSON { get }
}

/// One field of a record: its name, how it gets out and in.
package struct JSONField<Record>: Sendable {
    let name: String
    let show: @Sendable (Record) -> JSON
    let read: @Sendable (JSON, inout Record) -> Bool

    package init<Value: JSONConvertible>(
        _ name: String, _ path: any WritableKeyPath<Record, Value> & Sendable
    ) {
        self.name = name
        show = { $0[keyPath: path].json }
        read = { json, record in
            guard let value = Value(json: json) else { return false }
            record[keyPath: path] = value
            return true
        }
    }
}

extension JSONRecord {
    package var json: JSON { .object(Self.fields.map { JSON.Member($0.name, $0.show(self)) }) }

    /// A field that is missing keeps its default, and one that is unknown is left out: the other end may be older or
    /// newer. One of a wrong type is an error.
    package init?(json: JSON) {
        guard case .object(let members) = json else { return nil }
        self.init()
        for member in members {
            guard let field = Self.fields.first(where: { $0.name == member.name }) else { continue }
            guard field.read(member.value, &self) else { return nil }
        }
    }
}

extension Bool: JSONConvertible {
    package init?(json: JSON) {
        guard case .bool(let value) = json else { return nil }
        self = value
    }

    package var json: JSON { .bool(self) }
}

extension Int: JSONConvertible {
    package init?(json: JSON) {
        guard case .integer(let value) = json else { return nil }
        self = Int(value)
    }

    package var json: JSON { .integer(Int64(self)) }
}

extension Double: JSONConvertible {
    package init?(json: JSON) {
        switch json {
        case .integer(let value): self = Double(value)
        case .decimal(let value): self = value
        case .null, .bool, .string, .array, .object: return nil
        }
    }

    package var json: JSON { .decimal(self) }
}

extension String: JSONConvertible {
    package init?(json: JSON) {
        guard case .string(let value) = json else { return nil }
        self = value
    }

    package var json: JSON { .string(self) }
}

extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    package init?(json: JSON) {
        if case .null = json {
            self = Wrapped?.none
        } else if let value = Wrapped(json: json) {
            self = value
        } else {
            return nil
        }
    }

    package var json: JSON { self?.json ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    package init?(json: JSON) {
        guard case .array(let values) = json else { return nil }
        let elements = values.compactMap(Element.init(json:))
        guard elements.count == values.count else { return nil }
        self = elements
    }

    package var json: JSON { .array(map(\.json)) }
}

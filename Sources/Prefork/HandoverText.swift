/// Lines of words and values, for one program of a process to tell the next: plain, versioned, and read strictly.
package struct HandoverRecord: Hashable, Sendable {
    package let kind: String
    package var fields: [String: String]

    package init(_ kind: String, _ fields: [String: String]) {
        self.kind = kind
        self.fields = fields
    }

    private static let descriptorName = "descriptor"

    /// The one that goes with it, which stays open over the exec.
    package var descriptor: CInt? {
        get { number(Self.descriptorName) }
        set { fields[Self.descriptorName] = newValue.map { "\($0)" } }
    }

    package subscript(_ name: String) -> String? { fields[name] }

    package func number<Number: FixedWidthInteger>(_ name: String) -> Number? { fields[name].flatMap { Number($0) } }

    package func numbers(_ name: String) -> [CInt]? {
        guard let text = fields[name] else { return nil }
        let numbers = text.split(separator: ",").map { CInt($0) }
        return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
    }
}

/// The text of what one program of a process tells the next.
package enum HandoverText {
    private static let head = "preforkd-handover 1"

    package static func write(_ records: [HandoverRecord]) -> String {
        let lines = records.map { record in
            let fields = record.fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(escape($0.value))" }
            return ([record.kind] + fields).joined(separator: " ")
        }
        return ([head] + lines + ["end"]).joined(separator: "\n") + "\n"
    }

    /// - Returns: nil where it is not whole, or of another kind.
    package static func read(_ text: String) -> [HandoverRecord]? {
        var lines = text.split(separator: "\n")
        guard lines.count >= 2, lines.removeFirst() == head, lines.removeLast() == "end" else { return nil }
        var records: [HandoverRecord] = []
        for line in lines {
            let words = line.split(separator: " ")
            guard let kind = words.first else { return nil }
            var record = HandoverRecord(String(kind), [:])
            for word in words.dropFirst() {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let value = unescape(parts[1].utf8) else { return nil }
                record.fields[String(parts[0])] = value
            }
            records.append(record)
        }
        return records
    }

    private static func escape(_ value: String) -> String {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if (0x21...0x7e).contains(byte), byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else {
                let digits = String(byte, radix: 16)
                bytes += "%\(digits.utf8.count < 2 ? "0" : "")\(digits)".utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescape(_ bytes: Substring.UTF8View) -> String? {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            result.append(value)
        }
        return String(validating: result, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// C0, DEL and C1, with which whoever wrote a text could steer the terminal of whoever reads it, and the line separators.
    package var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029: true
        default: false
        }
    }

    /// What is shown in the place of a control.
    package var spelled: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{\(String(value, radix: 16))}"
        }
    }
}

extension String {
    /// Safe to show on one line, whoever wrote it.
    package var withoutControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isControl { text += scalar.spelled } else { text.unicodeScalars.append(scalar) }
        }
    }
}

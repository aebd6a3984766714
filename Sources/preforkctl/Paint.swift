import LinuxSystem

/// Colours, where a terminal shows them and nobody has said NO_COLOR.
struct Paint {
    let isOn: Bool

    static let plain = Paint(isOn: false)

    static var forOutput: Paint {
        let isUnwanted = Environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return Paint(isOn: Terminal.isThere(.output) && !isUnwanted && Environment["TERM"] != "dumb")
    }

    enum Tone: String {
        case good = "32"
        case passing = "33"
        case bad = "1;31"
        case strong = "1"
        case faint = "2"
    }

    func callAsFunction(_ tone: Tone?, _ text: String) -> String {
        guard isOn, let tone else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}

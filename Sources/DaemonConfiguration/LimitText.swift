import LinuxSystem

/// One resource limit as it is written: a value, or a soft and a hard one with a colon between them.
enum LimitText {
    private static let infinity = "infinity"

    static func noun(_ kind: ResourceLimit.Kind) -> String {
        switch kind.measure {
        case .number: "an integer, \"infinity\" or two of these such as \"1024:4096\""
        case .bytes: "a size, \"infinity\" or two of these such as \"64M:1G\""
        case .seconds, .microseconds: "a time, \"infinity\" or two of these such as \"30s:1min\""
        }
    }

    static func read(_ text: String, _ kind: ResourceLimit.Kind) throws(Units.SyntaxError) -> ResourceLimit {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw unfit(text, kind) }
        let soft = try value(String(parts[0]), of: text, kind)
        let hard = parts.count == 2 ? try value(String(parts[1]), of: text, kind) : soft
        guard soft <= hard else {
            throw Units.SyntaxError(reason: "must not have a soft limit above its hard one: \(Escaping.quoted(text))")
        }
        return ResourceLimit(soft: soft, hard: hard)
    }

    static func write(_ limit: ResourceLimit, _ kind: ResourceLimit.Kind) -> String {
        if limit.soft != limit.hard { return Escaping.literal("\(word(limit.soft, kind)):\(word(limit.hard, kind))") }
        let word = word(limit.soft, kind)
        return kind.measure == .number && limit.soft != ResourceLimit.unlimited ? word : Escaping.literal(word)
    }

    private static func value(
        _ part: String, of text: String, _ kind: ResourceLimit.Kind
    ) throws(Units.SyntaxError) -> Int {
        if part == infinity { return ResourceLimit.unlimited }
        let isNumber = !part.isEmpty && part.utf8.allSatisfy(\.isDigit)
        // Nothing is nothing in every unit.
        if isNumber, Int(part) == 0 { return 0 }
        switch kind.measure {
        case .number:
            guard isNumber, let number = Int(part) else { throw unfit(text, kind) }
            return try bounded(number, kind)
        case .bytes: return try Int.sizes.read(part)
        case .seconds:
            let milliseconds = try Duration.units.read(part)
            guard milliseconds.isMultiple(of: 1_000) else {
                throw Units.SyntaxError(reason: "must be whole seconds, not \(Escaping.quoted(part))")
            }
            return milliseconds / 1_000
        case .microseconds:
            let (microseconds, isTooLong) = try Duration.units.read(part).multipliedReportingOverflow(by: 1_000)
            guard !isTooLong else { throw Units.SyntaxError(reason: "is far too long: \(Escaping.quoted(part))") }
            return microseconds
        }
    }

    private static func bounded(_ number: Int, _ kind: ResourceLimit.Kind) throws(Units.SyntaxError) -> Int {
        let bound =
            switch kind {
            case .nice: 40
            case .realTimePriority: 99
            default: Int.max
            }
        guard number <= bound else { throw Units.SyntaxError(reason: "must be 0 to \(bound), not \(number)") }
        return number
    }

    private static func unfit(_ text: String, _ kind: ResourceLimit.Kind) -> Units.SyntaxError {
        let suggestion = Suggestion.clause(for: text, among: [infinity])
        return Units.SyntaxError(reason: "must be \(noun(kind)), not \(Escaping.quoted(text))\(suggestion)")
    }

    private static func word(_ value: Int, _ kind: ResourceLimit.Kind) -> String {
        if value == ResourceLimit.unlimited { return infinity }
        return switch kind.measure {
        case .number: "\(value)"
        case .bytes: Int.sizeText(value)
        case .seconds: Duration.seconds(value).configurationText
        case .microseconds: Duration.microseconds(value).configurationText
        }
    }
}

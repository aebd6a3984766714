/// Prometheus' text format 0.0.4, read strictly: each family once and as a whole, HELP and TYPE before its samples.
package struct Exposition {
    package private(set) var families: [Family] = []

    package struct Family {
        package let name: String
        package let help: String
        package let kind: String
        package fileprivate(set) var samples: [Sample] = []
    }

    package struct Sample: Hashable {
        /// With what follows the name of the family.
        package let name: String
        package let labels: [String: String]
        package let value: Double
    }

    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    package init(_ text: String) throws(Fault) {
        guard text.utf8.last == UInt8(ascii: "\n") else { throw Fault(description: "no newline at the end") }
        var help: (name: String, words: String)?
        for line in text.utf8.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = String(decoding: Array(line), as: UTF8.self)
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            if line.hasPrefix("# HELP "), words.count == 4, help == nil {
                help = (words[2], words[3])
            } else if line.hasPrefix("# TYPE "), words.count == 4, let known = help, known.name == words[2] {
                try begin(Family(name: known.name, help: known.words, kind: words[3]))
                help = nil
            } else if help == nil {
                try add(line)
            } else {
                throw Fault(description: "not here: \(line)")
            }
        }
        if let empty = families.first(where: \.samples.isEmpty) { throw Fault(description: "\(empty.name) is empty") }
        for family in families where family.kind == "histogram" { try family.checkHistogram() }
    }

    private mutating func begin(_ family: Family) throws(Fault) {
        let isCounter = family.kind == "counter"
        guard Self.isName(family.name), !families.contains(where: { $0.name == family.name }), !family.help.isEmpty,
            ["counter", "gauge", "histogram"].contains(family.kind), isCounter == family.name.hasSuffix("_total")
        else { throw Fault(description: "wrong family \(family)") }
        families.append(family)
    }

    private mutating func add(_ line: String) throws(Fault) {
        var rest = line[...]
        let name = rest.prefix { $0 != "{" && $0 != " " }
        rest = rest.dropFirst(name.count)
        guard let family = families.indices.last, families[family].sampleNames.contains(String(name)) else {
            throw Fault(description: "a sample outside of its family: \(line)")
        }
        let labels = rest.first == "{" ? try Self.labels(&rest) : [:]
        guard rest.first == " ", let value = Double(rest.dropFirst()), value.isFinite,
            families[family].kind == "gauge" || value >= 0,
            !families[family].samples.contains(where: { $0.name == name && $0.labels == labels })
        else { throw Fault(description: "wrong sample: \(line)") }
        families[family].samples.append(Sample(name: String(name), labels: labels, value: value))
    }

    private static func labels(_ rest: inout Substring) throws(Fault) -> [String: String] {
        var labels: [String: String] = [:]
        repeat {
            rest.removeFirst()
            let name = String(rest.prefix { $0 != "=" })
            rest = rest.dropFirst(name.count)
            guard isName(name), !name.contains(":"), labels[name] == nil, rest.hasPrefix("=\"") else {
                throw Fault(description: "wrong label at \(rest)")
            }
            rest = rest.dropFirst(2)
            labels[name] = try value(&rest)
        } while rest.first == ","
        guard rest.first == "}" else { throw Fault(description: "labels without an end: \(rest)") }
        rest.removeFirst()
        return labels
    }

    private static func value(_ rest: inout Substring) throws(Fault) -> String {
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return value
            case "\\":
                switch rest.popFirst() {
                case "\\": value += "\\"
                case "\"": value += "\""
                case "n": value += "\n"
                default: throw Fault(description: "unknown escape before \(rest)")
                }
            default: value.append(character)
            }
        }
        throw Fault(description: "a value without an end")
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "0123456789_:".utf8.contains(byte)
        }
    }

    /// The one sample with exactly these labels.
    package subscript(name: String, labels: [String: String]) -> Double? {
        families.lazy.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value
    }

    /// Every counter by its name and labels; those of histograms too.
    package var counters: [String: Double] {
        var counters: [String: Double] = [:]
        for family in families where family.kind != "gauge" {
            for sample in family.samples {
                let labels = sample.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                counters["\(sample.name){\(labels.joined(separator: ","))}"] = sample.value
            }
        }
        return counters
    }
}

package import Control

/// A status in Prometheus' text format, version 0.0.4.
package struct MetricsText: CustomStringConvertible {
    package static let type = "text/plain; version=0.0.4; charset=utf-8"

    private let status: DaemonStatus

    package init(_ status: DaemonStatus) {
        self.status = status
    }

    package var description: String {
        var text = ""
        for family in MetricFamily.all {
            let samples = family.samples(status)
            if samples.isEmpty { continue }
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in samples {
                text += "\(family.name)\(sample.suffix)\(Self.labels(sample.labels)) \(sample.value)\n"
            }
        }
        return text
    }

    private static func labels(_ labels: [MetricFamily.Label]) -> String {
        if labels.isEmpty { return "" }
        return "{\(labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ","))}"
    }

    /// Listeners have paths, and paths have anything.
    private static func escaped(_ value: String) -> String {
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += "\\\\".utf8
            case UInt8(ascii: "\""): bytes += "\\\"".utf8
            case UInt8(ascii: "\n"): bytes += "\\n".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

import Control

/// The daemon's status for people: each service a paragraph, what is wrong in its first line.
struct StatusText {
    let status: DaemonStatus
    let width: Int
    let paint: Paint

    var lines: [String] {
        [heading] + configuration + status.services.flatMap { [""] + paragraph($0) }
    }

    private var heading: String {
        let uptime = LongDuration(seconds: status.uptimeSeconds)
        return paint(.strong, "preforkd \(status.version)") + ": \(status.state), pid \(status.pid), up \(uptime)"
    }

    private var configuration: [String] {
        let age = LongDuration(seconds: status.configurationAgeSeconds)
        let lost = status.unrecorded > 0 ? ["\(Counted(status.unrecorded, "log record")) lost"] : []
        return entry(
            "configuration",
            [
                status.configuration ?? "the built-in default", "read \(age) ago", "generation \(status.generation)",
                "log level \(status.logLevel)",
            ] + lost)
    }

    private func paragraph(_ service: ServiceStatus) -> [String] {
        let tone = service.condition.tone
        let isWell = service.condition == .ready
        let word = isWell ? service.condition.rawValue : service.condition.rawValue.uppercased()
        let reason = service.reason.map { ": \($0)" } ?? ""
        return ["\(paint(tone, "●")) \(paint(.strong, service.name))  \(paint(tone, word + reason))"]
            + entry("workers", workers(service)) + entry("connections", connections(service))
            + durations(service) + entry("listening", listeners(service))
    }

    private func workers(_ service: ServiceStatus) -> [String] {
        let moving = [(service.starting, "starting"), (service.retiring, "retiring")].filter { $0.0 > 0 }
        let limit = service.limit.map { " (\($0))" } ?? ""
        // What its programs do, nobody sees.
        let ready =
            service.acceptsByItself ? ["\(service.busy) running"] : ["\(service.busy) busy", "\(service.idle) idle"]
        return ready + moving.map { "\($0.0) \($0.1)" }
            + ["at least \(service.min)", "at most \(service.max)\(limit)"]
    }

    private func connections(_ service: ServiceStatus) -> [String] {
        if service.acceptsByItself { return ["known to its programs alone"] }
        return [
            "\(service.accepted) accepted", "\(service.perSecond)/s", "\(service.served) served",
            "\(service.failed) failed",
            "\(service.crashed) crashed", "\(service.inHand) in hand",
        ]
    }

    private func durations(_ service: ServiceStatus) -> [String] {
        guard let half = service.durationP50, let most = service.durationP99 else { return [] }
        let values = [(half, "p50"), (most, "p99")].map { "\($0.1) \(RoundedDuration(seconds: $0.0))" }
        return entry("duration", values + ["in the last minute"])
    }

    private func listeners(_ service: ServiceStatus) -> [String] {
        service.listeners.map { listener in
            let peak = listener.queuePeak.map { $0 > 0 ? ", peak \($0)" : "" } ?? ""
            return listener.address + (listener.queue.map { " (\($0) waiting\(peak))" } ?? "")
        }
    }

    /// A name and its values, on as many lines as they need.
    private func entry(_ name: String, _ values: [String]) -> [String] {
        let indent = 17
        var lines: [String] = []
        var line = "  " + name + String(repeating: " ", count: indent - 2 - name.count)
        var isEmpty = true
        for (index, value) in values.enumerated() {
            let text = value + (index < values.count - 1 ? "," : "")
            if !isEmpty, line.count + 1 + text.count > width {
                lines.append(line)
                line = String(repeating: " ", count: indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + text
            isEmpty = false
        }
        return lines + [line]
    }
}

extension ServiceStatus.Condition {
    var tone: Paint.Tone {
        switch self {
        case .failing, .saturated: .bad
        case .draining, .drained, .stopping, .starting: .passing
        case .ready: .good
        }
    }
}

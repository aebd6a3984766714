package import Control
package import LinuxSystem

/// Has a worker ask the supervisor how the daemon is.
package struct StatusQuery: Sendable {
    private let address: SocketAddress?

    /// A supervisor that is well answers within its turn; one that becomes another program on a busy machine takes longer.
    /// Prometheus by default waits for 10 s.
    private static let patience = Duration.seconds(9)
    private static let attempts = 3

    /// - Parameter address: where the supervisor answers its workers; nil where it can't.
    package init(_ address: SocketAddress?) {
        self.address = address
    }

    package func status() -> DaemonStatus? { ask(.status, DaemonStatus.self)?.first }

    /// The status with what else there is to see. Each part is of an instant of its own.
    func document() -> StatusDocument? {
        guard let status = status(), let workers = ask(.workers(service: nil), WorkerStatus.self),
            let events = events()
        else { return nil }
        return StatusDocument(status, workers: workers, events: events)
    }

    /// The last ones, the oldest first.
    func events() -> [EventReport]? {
        ask(.events(.last(StatusDocument.events), follow: false), EventReport.self)
    }

    /// How people are told that there is no answer.
    static let noAnswer = "the supervisor does not answer"

    /// nil where the supervisor does not answer in time.
    private func ask<Record: JSONRecord>(_ request: ControlRequest, _: Record.Type) -> [Record]? {
        guard let address else { return nil }
        for _ in 0..<Self.attempts {
            do throws(ControlClient.Failure) {
                return try Self.ask(address, request)
            } catch .cutOff {
                // It became another program, which answers at the same address.
            } catch {
                return nil
            }
        }
        return nil
    }

    private static func ask<Record: JSONRecord>(
        _ address: SocketAddress, _ request: ControlRequest
    ) throws(ControlClient.Failure) -> [Record]? {
        var client = try ControlClient(address, asking: request, limit: patience)
        var records: [Record] = []
        while true {
            switch try client.nextLine() {
            case .value(let json):
                guard let record = Record(json: json) else { return nil }
                records.append(record)
            case .end(let end): return end == .ok ? records : nil
            }
        }
    }
}

extension HTTPResponse {
    /// To whom wants to know what only the supervisor could have told.
    static var unanswered: HTTPResponse { HTTPResponse(.unavailable, because: StatusQuery.noAnswer) }
}

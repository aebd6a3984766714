internal import Control
package import Prefork

/// Tells the daemon's counters to Prometheus, which asks for them at /metrics.
package struct MetricsHandler: ConnectionHandler {
    private let query: StatusQuery
    private let names: OwnNames

    /// - Parameter hosts: names by which it is asked, besides those that this machine has for itself.
    package init(_ query: StatusQuery, hosts: [String] = []) {
        self.query = query
        names = OwnNames(hosts)
    }

    package mutating func serve(_ connection: inout Connection) throws {
        try HTTPExchange(names: names).serve(&connection) { path in
            guard path == "/metrics" else { return nil }
            guard let status = query.status() else { return .unanswered }
            return HTTPResponse(.ok, type: MetricsText.type, body: MetricsText(status).description)
        }
    }
}

import Control
import Glibc
import LinuxSystem
import Prefork
import TestSupport
import Testing

@Suite("A real Prometheus", .daemonLogs)
struct PrometheusTests {
    @Test("scrapes the daemon, and knows what it served", .needs(program: "prometheus"))
    func scrapes() throws {
        let daemon = try DaemonProcess(
            """
            [service.hi]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "hi"
            [service.metrics]
            listen = "127.0.0.1:0"
            handler = "metrics"
            workers = { min = 1, max = 4 }
            """)
        for _ in 0..<3 { #expect(try TestClient(try daemon.address("hi")).receiveToEnd() == "hi") }
        let prometheus = try Prometheus(scraping: try daemon.address("metrics"))
        let wanted = "preforkd_connections_served_total{service=\"hi\",job=\"preforkd\"} == 3"
        try eventually("three served connections", within: .seconds(60)) { try prometheus.value(wanted) == "3" }
        let durations = "preforkd_connection_duration_seconds_bucket{service=\"hi\"}"
        // Each of its answers is of another moment, and a scrape may have failed in one of them.
        for (expression, value) in [
            ("histogram_quantile(0.5, \(durations)) > bool 0", "1"), ("up{job=\"preforkd\"}", "1"),
            ("sum(preforkd_workers_max{service=\"metrics\"})", "4"),
        ] {
            try eventually("\(expression) = \(value)", within: .seconds(60)) {
                try prometheus.value(expression) == value
            }
        }
    }
}

/// One of our own, in a folder of its own, that ends with its owner.
private final class Prometheus {
    private let folder: TemporaryFolder
    private let child: Child
    // It chooses none by itself that it would tell.
    private let port: ReservedPort

    init(scraping target: SocketAddress) throws {
        folder = try TemporaryFolder()
        let configuration = try folder.write(
            "prometheus.yml",
            """
            scrape_configs:
              - job_name: preforkd
                scrape_interval: 5s
                scrape_timeout: 5s
                static_configs:
                  - targets: ["\(target)"]
            """)
        port = try ReservedPort()
        child = try Child(
            Launch(
                program: "prometheus",
                arguments: [
                    "--config.file=\(configuration)", "--storage.tsdb.path=\(folder.path("data"))",
                    "--web.listen-address=\(port.address)",
                ]))
    }

    /// The value of an expression that has one; nil as long as it has none.
    func value(_ expression: String) throws -> String? {
        let query = expression.utf8.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return "%\(digits.utf8.count < 2 ? "0" : "")\(digits)"
        }.joined()
        guard let answer = try? WebAnswer.get("/api/v1/query?query=\(query)", from: port.address), answer.status == 200,
            case .array(let results)? = try JSONReader.read(answer.body.utf8)["data"]?["result"],
            case .array(let pair)? = results.first?["value"], case .string(let value)? = pair.last
        else { return nil }
        return value
    }
}

import Control
import TestSupport
import Testing

@testable import Web

@Suite("The text for Prometheus")
struct MetricsTextTests {
    private static var status: DaemonStatus {
        var smile = ServiceStatus()
        (smile.name, smile.condition) = ("smile", .saturated)
        (smile.min, smile.max, smile.idle, smile.busy, smile.starting, smile.retiring) = (4, 64, 5, 6, 7, 8)
        (smile.accepted, smile.served, smile.failed, smile.crashed, smile.inHand) = (100, 80, 10, 4, 6)
        (smile.bytesReceived, smile.bytesSent) = (1 << 40, 12)
        (smile.started, smile.died, smile.unrecorded) = (30, 4, 2)
        var queued = ListenerStatus()
        (queued.address, queued.queue, queued.queuePeak) = ("127.0.0.1:7890", 9, 12)
        var path = ListenerStatus()
        path.address = "unix:/run/a"
        smile.listeners = [queued, path]
        smile.durationSum = 12.5
        smile.durations = [(0.0001, 60), (0.25, 80), (nil, 90)].map { bound, count in
            var durations = DurationClass()
            (durations.bound, durations.count) = (bound, count)
            return durations
        }
        var server = ServiceStatus()
        (server.name, server.condition, server.acceptsByItself, server.busy) = ("server", .ready, true, 3)
        var status = DaemonStatus()
        (status.version, status.startTimeSeconds, status.unrecorded) = ("1.2.3", 1_795_228_861, 1)
        status.services = [smile, server]
        return status
    }

    @Test("says in the format what the status says")
    func values() throws {
        let text = try Exposition(MetricsText(Self.status).description)
        let smile = ["service": "smile"]
        #expect(text["preforkd_build_info", ["version": "1.2.3"]] == 1)
        #expect(text["preforkd_start_time_seconds", [:]] == 1_795_228_861)
        #expect(text["preforkd_log_records_lost_total", [:]] == 1)
        #expect(text["preforkd_service_log_records_lost_total", smile] == 2)
        #expect(text["preforkd_connections_accepted_total", smile] == 100)
        #expect(text["preforkd_connections_served_total", smile] == 80)
        #expect(text["preforkd_connections_failed_total", smile] == 10)
        #expect(text["preforkd_connections_crashed_total", smile] == 4)
        #expect(text["preforkd_connections_in_hand", smile] == 6)
        #expect(text["preforkd_received_bytes_total", smile] == Double(1 << 40))
        #expect(text["preforkd_sent_bytes_total", smile] == 12)
        #expect(text["preforkd_workers_min", smile] == 4)
        #expect(text["preforkd_workers_max", smile] == 64)
        #expect(text["preforkd_workers_started_total", smile] == 30)
        #expect(text["preforkd_workers_died_total", smile] == 4)
        for (state, count) in [("idle", 5.0), ("busy", 6), ("starting", 7), ("retiring", 8)] {
            #expect(text["preforkd_workers", ["service": "smile", "state": state]] == count)
        }
    }

    @Test("tells durations as a histogram, whose count is that of the connections that have ended")
    func histogram() throws {
        let text = try Exposition(MetricsText(Self.status).description)
        let name = "preforkd_connection_duration_seconds"
        for (bound, count) in [("0.0001", 60.0), ("0.25", 80), ("+Inf", 90)] {
            #expect(text["\(name)_bucket", ["service": "smile", "le": bound]] == count)
        }
        #expect(text["\(name)_count", ["service": "smile"]] == 90)
        #expect(text["\(name)_sum", ["service": "smile"]] == 12.5)
        #expect(try #require(text.families.first { $0.name == name }).samples.count == 5)
    }

    @Test("a service is in exactly one state")
    func states() throws {
        let text = try Exposition(MetricsText(Self.status).description)
        for condition in ServiceStatus.Condition.allCases {
            let labels = ["service": "smile", "state": condition.rawValue]
            #expect(text["preforkd_service_state", labels] == (condition == .saturated ? 1 : 0))
        }
    }

    @Test("what is not known is left out: queues of paths, connections of programs that accept")
    func unknown() throws {
        let text = try Exposition(MetricsText(Self.status).description)
        let queues = try #require(text.families.first { $0.name == "preforkd_queue_connections" }).samples
        #expect(queues.map(\.labels) == [["service": "smile", "listener": "127.0.0.1:7890"]])
        #expect(queues.map(\.value) == [9])
        let peaks = try #require(text.families.first { $0.name == "preforkd_queue_peak_connections" }).samples
        #expect(peaks.map(\.labels) == queues.map(\.labels) && peaks.map(\.value) == [12])
        for family in text.families where family.name.hasPrefix("preforkd_connections_") {
            #expect(family.samples.compactMap { $0.labels["service"] } == ["smile"])
        }
        #expect(text["preforkd_workers", ["service": "server", "state": "busy"]] == 3)
    }

    @Test("a path may have anything", arguments: ["unix:/a\"b", "unix:/a\\n", "unix:/a\nb", "unix:/ä{,}="])
    func escapes(address: String) throws {
        var (status, service, listener) = (DaemonStatus(), ServiceStatus(), ListenerStatus())
        (listener.address, listener.queue) = (address, 1)
        (service.name, service.listeners) = ("a", [listener])
        status.services = [service]
        let text = try Exposition(MetricsText(status).description)
        #expect(text["preforkd_queue_connections", ["service": "a", "listener": address]] == 1)
    }

    @Test("a daemon without services tells of itself")
    func empty() throws {
        let text = try Exposition(MetricsText(DaemonStatus()).description)
        #expect(text.families.count == 3)
    }

    @Test("the checker of the format is strict")
    func checker() {
        let head = "# HELP a_total x\n# TYPE a_total counter\n"
        #expect((try? Exposition("\(head)a_total{b=\"c\"} 1\n")) != nil)
        for wrong in [
            "", head, "\(head)a_total 1", "\(head)a_total -1\n", "\(head)a_total 1\na_total 2\n", "\(head)b_total 1\n",
            "\(head)a_total{b=\"\\t\"} 1\n", "\(head)a_total{b=\"c} 1\n", "\(head)a_total{1=\"c\"} 1\n", "a_total 1\n",
            "\(head)a_total x\n", "# HELP a x\n# TYPE a counter\na 1\n", "\(head)a_total 1\n\(head)a_total{b=\"\"} 1\n",
        ] { #expect((try? Exposition(wrong)) == nil, "\(wrong)") }
        let histogram = "# HELP a x\n# TYPE a histogram\n"
        let end = "a_sum 1\na_count 2\n"
        #expect((try? Exposition("\(histogram)a_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 2\n\(end)")) != nil)
        for wrong in [
            "", end, "a_bucket{le=\"1\"} 2\n\(end)", "a_bucket{le=\"+Inf\"} 3\n\(end)",
            "a_bucket{le=\"+Inf\"} 2\na_sum 1\n", "a_bucket{le=\"+Inf\"} 2\na_count 2\n",
            "a_bucket{le=\"1\"} 3\na_bucket{le=\"+Inf\"} 2\n\(end)", "a_bucket 2\n\(end)", "a 1\n",
            "a_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 2\n\(end)",
        ] { #expect((try? Exposition(histogram + wrong)) == nil, "\(wrong)") }
    }
}

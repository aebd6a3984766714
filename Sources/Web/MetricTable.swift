internal import Control

extension MetricFamily {
    /// All that the daemon tells, in the order in which it does.
    package static let all: [MetricFamily] = [
        .daemon("build_info", .gauge, "Always 1; the version of the daemon is its label.") {
            Sample(1, [Label("version", $0.version)])
        },
        .daemon("start_time_seconds", .gauge, "When the daemon's program began, in seconds since 1970.") {
            Sample($0.startTimeSeconds)
        },
        .daemon("log_records_lost_total", .counter, "Log records that the supervisor could not write.") {
            Sample($0.unrecorded)
        },
        .number("service_log_records_lost_total", .counter, "Log records that workers could not write.", \.unrecorded),
        .service("service_state", .gauge, "1 for the state that the service is in, 0 for the others.") { service in
            ServiceStatus.Condition.allCases.map { condition in
                Sample(condition == service.condition ? 1 : 0, [Label("state", condition.rawValue)])
            }
        },
        .connections(
            "connections_accepted_total", .counter,
            "Connections that workers took: served, failed, crashed and in hand together.", \.accepted),
        .connections(
            "connections_served_total", .counter, "Connections that were served to their end.", \.served),
        .connections("connections_failed_total", .counter, "Connections that ended with an error.", \.failed),
        .connections("connections_crashed_total", .counter, "Connections whose worker died.", \.crashed),
        .connections("connections_in_hand", .gauge, "Connections that workers have just now.", \.inHand),
        .durations(
            "connection_duration_seconds",
            "How long connections took that were served or failed, from their acceptance to their end."),
        .connections(
            "received_bytes_total", .counter, "Bytes that clients sent, of connections that have ended.",
            \.bytesReceived),
        .connections(
            "sent_bytes_total", .counter, "Bytes that were sent to clients, of connections that have ended.",
            \.bytesSent),
        .service("queue_connections", .gauge, "Clients that wait in the accept queue of a TCP listener.") { service in
            service.listeners.compactMap { listener in
                listener.queue.map { Sample($0, [Label("listener", listener.address)]) }
            }
        },
        .service(
            "queue_peak_connections", .gauge,
            "The most clients that were counted in the accept queue of a TCP listener since the daemon's program began."
        ) { service in
            service.listeners.compactMap { listener in
                listener.queuePeak.map { Sample($0, [Label("listener", listener.address)]) }
            }
        },
        .service("workers", .gauge, "Workers by what they do.") { service in
            [
                ("starting", service.starting), ("idle", service.idle), ("busy", service.busy),
                ("retiring", service.retiring),
            ].map { Sample($1, [Label("state", $0)]) }
        },
        .number("workers_min", .gauge, "Workers that there are at least.", \.min),
        .number("workers_max", .gauge, "Workers that there are at most.", \.max),
        .number("workers_started_total", .counter, "Workers that were started.", \.started),
        .number("workers_died_total", .counter, "Workers that ended without having been asked.", \.died),
    ]
}

import Control

/// One picture of `top`: the services, then as many workers as there is room for, the busiest first.
struct TopView {
    let sample: TopSample
    /// Of each worker by its pid, since the picture before; nil: it was not there.
    let rates: [Int: Double]
    let paint: Paint

    private var status: DaemonStatus { sample.status }

    func lines(columns: Int, rows: Int) -> [String] {
        let span = LongDuration(seconds: status.uptimeSeconds)
        let name = "preforkd \(status.version)".prefix(columns)
        let rest = ": \(status.state), pid \(status.pid), up \(span)  (q: quit)".prefix(columns - name.count)
        let head = paint(.strong, String(name)) + rest
        let services = services.lines(width: columns, cuts: true, paint)
        let room = max(0, rows - services.count - 4)
        let table = table(Array(chosen.prefix(room))).lines(width: columns, cuts: true, paint)
        return Array(([head, ""] + services + [""] + table).prefix(rows))
    }

    private var services: Columns {
        var columns = Columns(
            headings: [
                "SERVICE", "STATE", "BUSY", "IDLE", "MAX", "QUEUE", "/S", "FAILED", "CRASHED", "STARTING", "RETIRING",
            ],
            words: [0, 1])
        columns.rows = status.services.map { service in
            let counts = [
                "\(service.busy)", "\(service.idle)", "\(service.max)",
                "\(service.listeners.compactMap(\.queue).reduce(0, +))", "\(service.perSecond)", "\(service.failed)",
                "\(service.crashed)", "\(service.starting)", "\(service.retiring)",
            ]
            return [.init(service.name), .init(service.condition.rawValue, service.condition.tone)]
                + counts.map { .init($0) }
        }
        return columns
    }

    private var chosen: [WorkerStatus] {
        sample.workers.sorted { one, two in
            let (busyOne, busyTwo) = (one.state == "busy", two.state == "busy")
            if busyOne != busyTwo { return busyOne }
            let (rateOne, rateTwo) = (rates[one.pid] ?? 0, rates[two.pid] ?? 0)
            return rateOne == rateTwo ? one.pid < two.pid : rateOne > rateTwo
        }
    }

    private func table(_ workers: [WorkerStatus]) -> Columns {
        var columns = Columns(
            headings: ["SERVICE", "PID", "SLOT", "STATE", "SINCE", "CONNECTIONS", "/S", "CLIENT"], words: [0, 3, 7])
        columns.rows = workers.map { worker in
            [
                .init(worker.service), .init("\(worker.pid)"), .init("\(worker.slot)"),
                .init(worker.state, WorkerColumns.tone(worker.state)),
                .init("\(LongDuration(seconds: worker.seconds))"), .init("\(worker.connections)"),
                .init(rates[worker.pid].map { "\(($0 * 10).rounded() / 10)" } ?? "-"),
                .init(WorkerColumns.client(worker)),
            ]
        }
        return columns
    }
}

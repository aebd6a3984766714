import Control

/// Workers as a table.
enum WorkerColumns {
    static func columns(_ workers: [WorkerStatus]) -> Columns {
        var columns = Columns(
            headings: ["SERVICE", "PID", "SLOT", "STATE", "SINCE", "CONNECTIONS", "MEMORY", "CLIENT"], words: [0, 3, 7])
        columns.rows = workers.map { worker in
            [
                .init(worker.service), .init("\(worker.pid)"), .init("\(worker.slot)"),
                .init(worker.state, tone(worker.state)), .init("\(LongDuration(seconds: worker.seconds))"),
                .init("\(worker.connections)"), .init(worker.privateMemory.map { "\($0 >> 10)K" } ?? "-"),
                .init(client(worker)),
            ]
        }
        return columns
    }

    /// A UNIX client has no address, but its connection a number.
    static func client(_ worker: WorkerStatus) -> String {
        worker.peer ?? worker.connection.map { "#\($0)" } ?? "-"
    }

    static func tone(_ state: String) -> Paint.Tone? {
        switch state {
        case "busy": .good
        case "starting", "retiring": .passing
        default: nil
        }
    }
}

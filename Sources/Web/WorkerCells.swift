internal import Control

/// The scoreboard of one service as it is served: a cell for each worker, by what they do. Which is which, the script
/// knows alone.
struct WorkerCells {
    let service: ServiceStatus

    /// Where there may be more, the room for those that are not there is not shown.
    private static let mostRoom = 300

    private var states: [(name: String, count: Int)] {
        [
            ("busy", service.busy), ("idle", service.idle), ("starting", service.starting),
            ("retiring", service.retiring),
        ]
    }

    var html: HTML {
        """
        <div class="cells" aria-hidden="true">\(HTML.each(states + room) { state in
            HTML.each(repeatElement("<i class=\"\(state.name)\"></i>", count: state.count)) { $0 }
        })</div>
        <ul class="legend" aria-label="Workers">
        \(HTML.each(states) { state in
            """
            <li><i class="\(state.name)" aria-hidden="true"></i> \
            <b data-fact="\(state.name)">\(Figures.count(state.count))</b> \(state.name)</li>

            """
        })
        <li class="bounds" data-fact="bounds">\(bounds)</li>
        </ul>
        <p class="pointed" aria-hidden="true"></p>
        """
    }

    private var room: [(name: String, count: Int)] {
        let count = service.max - states.map(\.count).reduce(0, +)
        return service.max > Self.mostRoom || count <= 0 ? [] : [("room", count)]
    }

    private var bounds: String {
        "at least \(Figures.count(service.min)), at most \(Figures.count(service.max))"
            + (service.limit.map { " (\($0))" } ?? "")
    }
}

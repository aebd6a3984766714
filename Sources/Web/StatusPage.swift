package import Control
internal import LinuxSystem

/// The page as it is served: whole without a script, and kept up to date by one where there is one.
package struct StatusPage {
    /// nil where the supervisor does not answer.
    let status: DaemonStatus?
    /// The oldest first.
    let events: [EventReport]

    private static let refresh = 10

    package init(status: DaemonStatus?, events: [EventReport]) {
        (self.status, self.events) = (status, events)
    }

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>\(summary) · preforkd</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <link rel="icon" href="icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="status.css">
        <script type="module" src="status.js"></script>
        <noscript><meta http-equiv="refresh" content="\(Self.refresh)"></noscript>
        </head>
        <body>
        <header>
        <h1><img src="icon.svg" alt="" width="22" height="22"> preforkd</h1>
        <p id="freshness"><i class="mark" aria-hidden="true"></i> <span>As of \(time)</span></p>
        </header>
        <main>
        <section id="verdict" aria-label="How the daemon is">
        <p role="status" id="summary">\(summary)</p>
        \(troubles)
        </section>
        \(DaemonFacts(status: status ?? DaemonStatus()).html(isHidden: status == nil))
        <div id="services">
        \(HTML.each(status?.services ?? []) { ServiceCard(service: $0, event: cause(of: $0)).html })
        </div>
        <template id="service">
        \(ServiceCard(service: ServiceStatus()).html)
        </template>
        \(EventList(events: events).html)
        </main>
        <footer>
        <p>A view and no more: nothing here changes the daemon; <kbd>preforkctl</kbd> does.
        The same for programs: <a href="status.json">status.json</a>.</p>
        <noscript><p>Without a script this page loads anew every \(Self.refresh) seconds, and shows no rates.</p></noscript>
        </footer>
        </body>
        </html>

        """
    }

    private var summary: String {
        status.map { StatusSummary($0).description } ?? "The supervisor does not answer"
    }

    /// Of the day, as the events have it.
    private var time: String { "\(UTCTimestamp.now())".dropFirst(11).prefix(8) + " UTC" }

    /// The last thing that went wrong with a service that is in trouble.
    private func cause(of service: ServiceStatus) -> EventReport? {
        guard service.isInTrouble else { return nil }
        let events = events.filter { $0.service == service.name }
        return events.last { $0.level == "error" } ?? events.last { $0.level == "warning" }
    }

    private var troubles: HTML {
        let services = [.failing, .saturated].flatMap { condition in
            (status?.services ?? []).filter { $0.condition == condition }
        }
        return """
            <ul id="troubles"\(HTML.hidden(services.isEmpty))>\
            \(HTML.each(services) { service in
                """
                <li><a href="#service-\(service.name)">\(service.name)</a> is \(service.condition.rawValue)\
                \(service.reason.map { ": \($0)" } ?? "")</li>
                """
            })</ul>
            """
    }
}

extension ServiceStatus {
    var isInTrouble: Bool { condition == .failing || condition == .saturated }
}

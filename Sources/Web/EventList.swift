internal import Control

/// The last events, the newest first.
struct EventList {
    /// The oldest first.
    let events: [EventReport]

    var html: HTML {
        """
        <section id="events" aria-label="Last events">
        <h2>Last events</h2>
        <ol>
        \(HTML.each(events.reversed(), Self.item))
        </ol>
        <template id="event">
        \(Self.item(EventReport()))
        </template>
        </section>
        """
    }

    private static func item(_ event: EventReport) -> HTML {
        """
        <li data-level="\(event.level)"><time datetime="\(event.time)">\(clock(event.time))</time> \
        <span data-fact="level">\(event.level)</span> <b data-fact="service">\(event.service ?? "")</b> \
        <span data-fact="message">\(event.news)</span></li>
        """
    }

    /// The hours, minutes and seconds of a time in RFC 3339; the rest is for those who look closer.
    private static func clock(_ time: String) -> String { String(time.dropFirst(11).prefix(8)) }
}

extension EventReport {
    /// What it says, without the name of its service, which stands beside it.
    var news: String {
        guard let service, message.hasPrefix("\(service): ") else { return message }
        return String(message.dropFirst(service.count + 2))
    }
}

internal import Control

/// What the page says of one service. The script fills one that is empty for each service that comes later.
struct ServiceCard {
    let service: ServiceStatus
    /// What happened that explains its trouble.
    var event: EventReport?

    var html: HTML {
        """
        <article id="service-\(service.name)" data-state="\(service.condition.rawValue)">
        <header>
        <h2 data-fact="name">\(service.name)</h2>
        <p class="state"><i class="mark" aria-hidden="true"></i> <span data-fact="state">\(service.condition.rawValue)\
        </span></p>
        <ul class="listeners" aria-label="Listeners">\(HTML.each(service.listeners, Self.listener))</ul>
        <template class="listener">\(Self.listener(ListenerStatus()))</template>
        <p class="reason"\(HTML.hidden(service.reason == nil)) data-fact="reason">\(service.reason ?? "")</p>
        <p class="because"\(HTML.hidden(event == nil)) data-fact="because">\(event?.news ?? "")</p>
        </header>
        <div class="workers">
        \(WorkerCells(service: service).html)
        \(ServiceFacts(service: service).html)
        </div>
        <figure class="rates" hidden>
        <figcaption><b data-fact="rate"></b> <span data-fact="unit">connections a second</span></figcaption>
        <div class="plot"><svg role="img" preserveAspectRatio="none" aria-label="Connections a second">\
        <path class="past"/><path class="present"/></svg><span class="top"></span></div>
        <p class="span"><span data-fact="span"></span><span>now</span></p>
        </figure>
        <details hidden><summary>Workers one by one</summary><div class="table"></div></details>
        </article>
        """
    }

    private static func listener(_ listener: ListenerStatus) -> HTML {
        """
        <li\(listener.queue ?? 0 > 0 ? " class=\"waited\"" as HTML : "")><code data-fact="address">\(listener.address)</code> \
        <span data-fact="queue">\(queue(of: listener))</span></li>
        """
    }

    private static func queue(of listener: ListenerStatus) -> String {
        guard let waiting = listener.queue else { return "" }
        return "\(Figures.count(waiting)) waiting, peak \(Figures.count(listener.queuePeak ?? waiting))"
    }
}

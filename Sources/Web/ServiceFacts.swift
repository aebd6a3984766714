internal import Control

/// The numbers of one service.
struct ServiceFacts {
    let service: ServiceStatus

    /// What a number is called on the page, by which name the script finds it, and what it is; nil where it is left out.
    private typealias Fact = (label: String, name: String, value: String?)

    var html: HTML {
        """
        <dl class="facts">
        \(HTML.each(facts) { fact in
            """
            <div\(HTML.hidden(fact.value == nil))><dt>\(fact.label)</dt>\
            <dd data-fact="\(fact.name)"\(Self.mark(fact))>\(fact.value ?? "")</dd></div>

            """
        })
        </dl>
        """
    }

    /// What is best when there is none of it stands out where there is some.
    private static let losses: Set<String> = ["failed", "crashed", "died", "lost"]

    private static func mark(_ fact: Fact) -> HTML {
        losses.contains(fact.name) && fact.value != "0" ? " class=\"some\"" : ""
    }

    private var facts: [Fact] {
        [
            // With a script, the plot tells it.
            ("Per second", "per-second", connections(Figures.rate(service.perSecond))),
            ("In hand", "in-hand", connections(Figures.count(service.inHand))),
            ("Accepted", "accepted", connections(Figures.count(service.accepted))),
            ("Served", "served", connections(Figures.count(service.served))),
            ("Failed", "failed", connections(Figures.count(service.failed))),
            ("Crashed", "crashed", connections(Figures.count(service.crashed))),
            ("Longest queue", "queue-peak", Figures.count(service.queuePeak)),
            ("Duration, p50", "p50", service.durationP50.map { "\(RoundedDuration(seconds: $0))" }),
            ("Duration, p99", "p99", service.durationP99.map { "\(RoundedDuration(seconds: $0))" }),
            ("Received", "received", connections(Figures.bytes(service.bytesReceived))),
            ("Sent", "sent", connections(Figures.bytes(service.bytesSent))),
            ("Workers started", "started", Figures.count(service.started)),
            ("Workers died", "died", Figures.count(service.died)),
            ("Log records lost", "lost", service.unrecorded > 0 ? Figures.count(service.unrecorded) : nil),
        ]
    }

    /// Nothing is known of those that programs accept by themselves.
    private func connections(_ value: String) -> String? { service.acceptsByItself ? nil : value }
}

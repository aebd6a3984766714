internal import Control

/// What the page says of the daemon itself.
struct DaemonFacts {
    let status: DaemonStatus

    func html(isHidden: Bool) -> HTML {
        """
        <dl id="daemon"\(HTML.hidden(isHidden))>
        <div><dt>Version</dt><dd data-fact="version">\(status.version)</dd></div>
        <div><dt>Process</dt><dd data-fact="pid">\(status.pid)</dd></div>
        <div><dt>Up</dt><dd data-fact="uptime">\(LongDuration(seconds: status.uptimeSeconds))</dd></div>
        <div><dt>Configuration</dt><dd><span data-fact="configuration">\(configuration)</span>, \
        generation <span data-fact="generation">\(status.generation)</span>, \
        read <span data-fact="age">\(LongDuration(seconds: status.configurationAgeSeconds))</span> ago</dd></div>
        <div><dt>Log level</dt><dd data-fact="level">\(status.logLevel)</dd></div>
        <div\(HTML.hidden(status.unrecorded == 0))><dt>Log records lost</dt>\
        <dd data-fact="lost">\(Figures.count(status.unrecorded))</dd></div>
        <div\(HTML.hidden(status.upgrade == nil))><dt>Upgrade</dt>\
        <dd data-fact="upgrade">\(status.upgrade?.rawValue ?? "")</dd></div>
        </dl>
        """
    }

    private var configuration: String { status.configuration ?? "the built-in default" }
}

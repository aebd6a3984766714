import Logging

/// What both log handlers write of an event besides its message: metadata by name, then where it came from.
struct EventFields {
    private(set) var pairs: [(key: JournalKey, value: String)] = []

    /// Metadata of the statement wins over the provider's, and that over the logger's.
    init(_ event: LogEvent, label: String, metadata: Logger.Metadata, provider: Logger.MetadataProvider?) {
        var merged = metadata
        if let provided = provider?.get() { merged.merge(provided) { $1 } }
        if let own = event.metadata { merged.merge(own) { $1 } }
        for (name, value) in merged.sorted(by: { $0.key < $1.key }) {
            pairs.append((JournalKey(metadata: name), "\(value)"))
        }
        if let error = event.error {
            pairs.append((.error, "\(error)"))
            pairs.append((.errorType, String(reflecting: type(of: error))))
        }
        pairs.append((.logger, label))
        pairs.append((.file, event.file))
        pairs.append((.line, String(event.line)))
        pairs.append((.function, event.function))
    }
}

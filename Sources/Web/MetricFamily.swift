internal import Control

/// One metric: its name, what it means, and its values in a status.
package struct MetricFamily: Sendable {
    package let name: String
    let kind: Kind
    let help: String
    let samples: @Sendable (DaemonStatus) -> [Sample]

    enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    struct Sample: Hashable, Sendable {
        /// What follows the name of its family.
        var suffix = ""
        var labels: [Label] = []
        let value: String

        init(_ value: Int, _ labels: [Label] = [], suffix: String = "") {
            self.suffix = suffix
            self.labels = labels
            self.value = "\(value)"
        }

        init(_ value: Double, suffix: String = "") {
            self.suffix = suffix
            self.value = "\(value)"
        }
    }

    struct Label: Hashable, Sendable {
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    private init(_ name: String, _ kind: Kind, _ help: String, samples: @escaping @Sendable (DaemonStatus) -> [Sample])
    {
        self.name = "preforkd_\(name)"
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    static func daemon(
        _ name: String, _ kind: Kind, _ help: String, sample: @escaping @Sendable (DaemonStatus) -> Sample
    ) -> MetricFamily {
        MetricFamily(name, kind, help) { [sample($0)] }
    }

    /// A metric of each service.
    static func service(
        _ name: String, _ kind: Kind, _ help: String, samples: @escaping @Sendable (ServiceStatus) -> [Sample]
    ) -> MetricFamily {
        MetricFamily(name, kind, help) { status in
            status.services.flatMap { service in
                samples(service).map { sample in
                    var sample = sample
                    sample.labels.insert(Label("service", service.name), at: 0)
                    return sample
                }
            }
        }
    }

    static func number(
        _ name: String, _ kind: Kind, _ help: String, _ value: any KeyPath<ServiceStatus, Int> & Sendable
    ) -> MetricFamily {
        .service(name, kind, help) { [Sample($0[keyPath: value])] }
    }

    /// A number of each service whose connections the daemon sees.
    static func connections(
        _ name: String, _ kind: Kind, _ help: String, _ value: any KeyPath<ServiceStatus, Int> & Sendable
    ) -> MetricFamily {
        .service(name, kind, help) { $0.acceptsByItself ? [] : [Sample($0[keyPath: value])] }
    }

    /// How long the connections took of each service whose connections the daemon sees.
    static func durations(_ name: String, _ help: String) -> MetricFamily {
        .service(name, .histogram, help) { service in
            guard let last = service.durations.last else { return [] }
            let buckets = service.durations.map { durations in
                let bound = Label("le", durations.bound.map { "\($0)" } ?? "+Inf")
                return Sample(durations.count, [bound], suffix: "_bucket")
            }
            return buckets + [Sample(service.durationSum, suffix: "_sum"), Sample(last.count, suffix: "_count")]
        }
    }
}

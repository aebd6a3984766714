internal import Control

/// One metric: its name, what it means, and its values in a status.
package struct MetricFamily: Sendable {
    package let name: String
    let kind: Kind
    let help: String
    let samples: @Sendable (DaemonStatus) -> [Sample]

    enum Kind: String, Sendable {
        case counter, gauge
    }

    struct Sample: Hashable, Sendable {
        var labels: [Label] = []
        let value: String

        init(_ value: Int, _ labels: [Label] = []) {
            self.labels = labels
            self.value = "\(value)"
        }

        init(_ value: Double) {
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
}

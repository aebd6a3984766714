internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork

/// Which configuration it is, from where, and when it was read.
struct ConfigurationReading {
    /// From 1, since the daemon began, whatever programs it was since.
    private(set) var generation = 1
    private(set) var time = MonotonicClock.now()
    /// The main file; nil: it is the built-in default.
    let file: String?

    init(_ plan: DaemonPlan) {
        file = plan.sources.first
    }

    /// That of a plan that was read just now.
    func next(_ plan: DaemonPlan) -> ConfigurationReading {
        var next = ConfigurationReading(plan)
        next.generation = generation + 1
        return next
    }

    // MARK: For the next program

    private static let (generationName, timeName, fileName) = ("generation", "read-us", "file")

    init?(_ record: HandoverRecord) {
        guard let generation: Int = record.number(Self.generationName),
            let microseconds: Int64 = record.number(Self.timeName)
        else { return nil }
        (self.generation, time) = (generation, .microseconds(microseconds))
        file = record[Self.fileName]
    }

    var fields: [String: String] {
        var fields = [Self.generationName: "\(generation)", Self.timeName: "\(time.wholeMicroseconds)"]
        fields[Self.fileName] = file
        return fields
    }
}

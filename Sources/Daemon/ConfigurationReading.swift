internal import LinuxSystem
internal import Prefork

/// Which configuration it is and when it was read.
struct ConfigurationReading {
    /// From 1, since the daemon began, whatever programs it was since.
    private(set) var generation = 1
    private(set) var time = MonotonicClock.now()

    init() {}

    /// One that was read just now.
    var next: ConfigurationReading {
        var next = ConfigurationReading()
        next.generation = generation + 1
        return next
    }

    // MARK: For the next program

    private static let (generationName, timeName) = ("generation", "read-us")

    init?(_ record: HandoverRecord) {
        guard let generation: Int = record.number(Self.generationName),
            let microseconds: Int64 = record.number(Self.timeName)
        else { return nil }
        (self.generation, time) = (generation, .microseconds(microseconds))
    }

    var fields: [String: String] {
        [Self.generationName: "\(generation)", Self.timeName: "\(time.wholeMicroseconds)"]
    }
}

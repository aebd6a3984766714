/// How long it takes from the start of the command until a client has an answer. The start of setpriv(1), under a
/// millisecond, is in it for every server.
package struct StartMeasure: Measure {
    package let work: Work

    package init(workers: Int) {
        work = Work(.greeting, min: workers, max: max(workers, 64))
    }

    package var title: String { "start with \(work.min) workers" }
    package let figures: [Figure] = [.firstAnswer]

    package func take(_ server: ServerProcess, _ pace: Pace) -> Sample {
        Sample([server.firstAnswer.milliseconds])
    }
}

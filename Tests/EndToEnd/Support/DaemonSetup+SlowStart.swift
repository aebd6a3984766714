import LinuxSystem
import TestSupport

extension DaemonSetup {
    /// The daemon with two workers of a service that take `startTime` to start, and two of another that do not.
    static func slowStart(in folder: TemporaryFolder, startTime: Duration, timeout: Duration) -> DaemonSetup {
        var setup = DaemonSetup(nil)
        setup.program = Program.slowStart
        setup.arguments = [
            folder.path, "\(startTime.roundedUpMilliseconds)", "\(timeout.roundedUpMilliseconds)",
        ]
        return setup
    }
}

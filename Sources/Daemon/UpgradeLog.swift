internal import DaemonConfiguration
internal import PoolPolicy
internal import Prefork

/// What becomes of upgrades, as log records.
struct UpgradeLog {
    let log: DaemonLog

    func writeBegin(_ path: String) {
        log.write(.upgrading, .notice, "upgrading from version \(preforkVersion): examining \(path)")
    }

    func write(from version: String, _ took: Duration) {
        log.write(
            .upgraded, .notice,
            "upgraded from version \(version) to \(preforkVersion): the workers were replaced in \(LogDuration(took))",
            Fields().with(.durationMicroseconds, took.wholeMicroseconds))
    }

    func write(_ failure: ReloadFailure) {
        log.write(
            .upgradeFailed, .error,
            "the upgrade failed, and everything is as it was: \(ReloadLog.describe(failure))")
    }

    func writeResumed(after version: String) {
        log.write(.resumed, .warning, "version \(preforkVersion) goes on: version \(version) could not")
    }
}

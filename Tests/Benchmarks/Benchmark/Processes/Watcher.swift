import Glibc
import LinuxSystem
import SystemPackage

/// A program that watches other processes until it is interrupted, and then writes what it saw into a file.
struct Watcher {
    private let process: SpawnedProcess
    private let report: String

    /// - Parameters:
    ///   - line: its command line, which has it write to `report`.
    ///   - isReady: whether it watches; it must come to that within ten seconds.
    init(_ line: [String], report: String, output: String, isReady: (pid_t) -> Bool) throws {
        self.report = report
        process = try SpawnedProcess(line, output: output)
        let deadline = MonotonicClock.now() + .seconds(10)
        while !isReady(process.pid) {
            guard !process.hasEnded, MonotonicClock.now() < deadline else {
                _ = stop()
                throw ServerProcess.Failure.doesNotAnswer(said: FileContents.text(output) ?? "")
            }
            usleep(2_000)
        }
    }

    /// Once.
    func stop() -> String {
        kill(process.pid, SIGINT)
        process.waitForEnd()
        return FileContents.text(report) ?? ""
    }
}

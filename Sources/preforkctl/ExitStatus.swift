import ArgumentParser

/// How preforkctl ends, after init scripts and sysexits.h.
enum ExitStatus: Int32 {
    /// The daemon could not do it.
    case failed = 1
    /// There is no daemon at the other end.
    case notRunning = 3
    case notAllowed = 4
    /// EX_TEMPFAIL: the answer was late, or broke off.
    case noAnswer = 75

    var code: ExitCode { ExitCode(rawValue) }
}

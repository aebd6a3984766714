internal import LinuxSystem
internal import SystemPackage

/// The pipe that ties a worker to the supervisor, who alone holds its write end: end-of-file asks the worker to
/// retire, and comes by itself when the supervisor dies.
enum Lifeline {
    /// Has the kernel send SIGIO at its end, also when that has come already.
    static func arm(_ number: CInt) throws(Errno) {
        try Socket.signalThisProcessAtEnd(of: number)
        if ends(number, within: .milliseconds(0)) { ThisProcess.signal(.io) }
    }

    /// Whether it ends within `time`, or has.
    static func ends(_ number: CInt, within time: Duration) -> Bool {
        Socket.waitReadable(number, until: MonotonicClock.now() + time)
    }
}

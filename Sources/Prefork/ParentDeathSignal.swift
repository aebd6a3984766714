internal import LinuxSystem
internal import SystemPackage

/// What ties a worker to the supervisor: the kernel sends the worker SIGIO, which asks it to retire, when the supervisor dies.
///
/// No descriptor, neither here nor there, and none that a sibling could hold open.
enum ParentDeathSignal {
    /// Also asks this process where it is an orphan already. A change of credentials would undo it, so those come first.
    static func tie(to supervisor: Int32) throws(Errno) {
        if try !ProcessImage.signalAtEnd(ofParent: supervisor, .io) { ThisProcess.signal(.io) }
    }
}

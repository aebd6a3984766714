import Glibc

/// This process, as its own kind of child.
package enum ThisProcess {
    package static var pid: Int32 { getpid() }

    package static func signal(_ signal: Signal) {
        _ = Glibc.kill(getpid(), signal.rawValue)
    }

    /// Ends at once: no atexit handler, no flush of a buffer that was filled before fork.
    package static func exit(_ status: Int32) -> Never {
        _exit(status)
    }
}

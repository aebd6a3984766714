internal import LinuxSystem
internal import SystemPackage

/// The pipe between a worker's stderr and the supervisor, where the supervisor wants to know; else neither end is there.
///
/// Neither end waits. Of the reader that is clear. A writer would wait where the pipe is full, and that is where the
/// supervisor is stopped or busy, just when workers must serve on; so what does not fit is lost to whoever writes. A pipe
/// has room for 64 KiB, eight times what is kept of a trap's message and backtrace, and the crash handler, which has no
/// connection to lose any more, waits a second for room.
struct StderrPipe: ~Copyable {
    private var readEnd: Descriptor?
    private let writeEnd: Descriptor?
    let readNumber: CInt?

    init(isWanted: Bool) throws(Errno) {
        guard isWanted else {
            readNumber = nil
            readEnd = nil
            writeEnd = nil
            return
        }
        let ends = try Pipe(nonblocking: true).split()
        readNumber = ends.readEnd
        readEnd = Descriptor(owning: ends.readEnd)
        writeEnd = Descriptor(owning: ends.writeEnd)
    }

    /// In the worker. It can't fail for descriptors that are open, and without it the worker could still serve.
    func becomeStandardError() {
        try? writeEnd?.becomeStandardError()
    }

    mutating func takeReadEnd() -> Descriptor? { readEnd.take() }
}

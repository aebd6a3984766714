package import LinuxSystem
package import Prefork

/// Where a worker tells what its programs do beside serving; called in the worker.
package struct ProgramReports {
    /// Where the number of a program is noted, for whoever finds this worker dead; nil: nobody would look.
    package var note: () -> ProgramNote? = { nil }
    /// Lines that the program of a connection wrote to its stderr.
    package var output: (_ connection: UInt64, SocketAddress, OutputReport) -> Void = { _, _, _ in }
    /// The program of a connection left processes behind, which were ended; or some of them could not be.
    package var leftovers: (_ connection: UInt64, SocketAddress, _ liveOn: Bool) -> Void = { _, _, _ in }
    /// Bytes that a line of them may have.
    package var lineLimit = 49_152

    package init() {}
}

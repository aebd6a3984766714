/// Where a server runs, and with what.
package struct ServerPlace: Sendable {
    /// On 127.0.0.1.
    package let port: UInt16
    /// Of its own.
    package let folder: TemporaryFolder
    /// What it starts for each connection where that is its work.
    package let program: String

    package init(port: UInt16, folder: TemporaryFolder, program: String) {
        self.port = port
        self.folder = folder
        self.program = program
    }
}

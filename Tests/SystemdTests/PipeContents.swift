import LinuxSystem

extension Pipe {
    /// What waits in the pipe, at most a mebibyte.
    func contents() throws -> String {
        guard try readEnd.isReadable() else { return "" }
        return try withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 1) { buffer in
            let count = try readEnd.read(into: buffer)
            return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[..<count]), as: UTF8.self)
        }
    }
}

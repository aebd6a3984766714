import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("Descriptors with an owner")
struct DescriptorTests {
    /// Whether the other end is gone. Another thread's new child may hold a copy until it runs its program.
    private func reachesEnd(_ pipe: borrowing Descriptor) throws -> Bool {
        guard try pipe.waitReadable(timeout: patience) else { return false }
        return try Self.read(pipe).isEmpty
    }

    private static func read(_ descriptor: borrowing Descriptor) throws(Errno) -> [UInt8] {
        try withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { (buffer) throws(Errno) in
            let count = try descriptor.read(into: buffer)
            return Array(buffer[..<count])
        }
    }

    @Test("a descriptor closes with its owner")
    func closes() throws {
        let pipe = try Pipe()
        let reader = try pipe.readEnd.duplicate()
        do {
            let writer = pipe.takeWriteEnd()
            #expect(try !reader.isReadable())
            _ = consume writer
        }
        #expect(try reachesEnd(reader))
    }

    @Test("close() closes at once, and the owner is gone with it")
    func closesNow() throws {
        let pipe = try Pipe()
        let reader = try pipe.readEnd.duplicate()
        try pipe.takeWriteEnd().close()
        #expect(try reachesEnd(reader))
    }

    @Test("what is released stays open, and is the caller's to close")
    func releases() throws {
        let pipe = try Pipe()
        let reader = try pipe.readEnd.duplicate()
        let number = pipe.takeWriteEnd().release()
        #expect(write(number, [UInt8](repeating: 0x2A, count: 1), 1) == 1)
        #expect(try reader.waitReadable(timeout: patience))
        #expect(try Self.read(reader) == [0x2A])
        _ = Descriptor(owning: number)
        #expect(try reachesEnd(reader))
    }

    @Test("a duplicate keeps the file open after the first owner, under a number above 2, and no program inherits it")
    func duplicates() throws {
        let pipe = try Pipe()
        let reader = try pipe.readEnd.duplicate()
        let writer = pipe.takeWriteEnd()
        let second = try writer.duplicate()
        #expect(second.rawValue > 2)
        #expect(second.rawValue != writer.rawValue)
        #expect(try FileIdentity(of: second.rawValue) == FileIdentity(of: writer.rawValue))
        #expect(fcntl(second.rawValue, F_GETFD) & FD_CLOEXEC != 0)
        _ = consume writer
        #expect(write(second.rawValue, [UInt8](repeating: 0x2B, count: 1), 1) == 1)
        #expect(try reader.waitReadable(timeout: patience))
        #expect(try Self.read(reader) == [0x2B])
        _ = consume second
        #expect(try reachesEnd(reader))
    }

    @Test("both ends of a pipe are close-on-exec")
    func pipeIsPrivate() throws {
        let pipe = try Pipe()
        #expect(fcntl(pipe.readEnd.rawValue, F_GETFD) & FD_CLOEXEC != 0)
        #expect(fcntl(pipe.writeEnd.rawValue, F_GETFD) & FD_CLOEXEC != 0)
    }

    @Test("non-blocking is a mode that can be set and taken back")
    func nonblocking() throws {
        let pipe = try Pipe()
        try pipe.readEnd.setNonblocking(true)
        #expect(throws: Errno.resourceTemporarilyUnavailable) { try Self.read(pipe.readEnd) }
        try pipe.readEnd.setNonblocking(false)
        #expect(fcntl(pipe.readEnd.rawValue, F_GETFL) & O_NONBLOCK == 0)
    }

    @Test("readable tells what the next call would do")
    func readiness() throws {
        let pipe = try Pipe()
        #expect(try !pipe.readEnd.isReadable())
        _ = try withUnsafeBytes(of: UInt8(0)) { try pipe.writeEnd.write($0) }
        #expect(try pipe.readEnd.isReadable())
    }

    @Test(
        "a wait ends when its time is up, at once where that has passed already",
        arguments: [.milliseconds(30), .zero, .seconds(-5)] as [Duration])
    func waits(timeout: Duration) throws {
        let pipe = try Pipe()
        let start = MonotonicClock.now()
        #expect(try !pipe.readEnd.waitReadable(timeout: timeout))
        #expect(MonotonicClock.now() - start >= timeout)
    }
}

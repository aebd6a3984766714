import Glibc
import LinuxSystem
import TestSupport
import Testing

/// Each in a process of its own, whose standard streams it may replace.
@Suite("Standard streams")
struct StandardStreamTests {
    @Test("a text goes out at once and unbuffered, to the stream that was meant")
    func meant() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let output = try Pipe()
            let error = try Pipe()
            dup2(output.writeEnd.rawValue, 1)
            dup2(error.writeEnd.rawValue, 2)
            StandardStream.output.write("Grüße\n")
            StandardStream.error.write("oops\n")
            let arrived = [(output.readEnd.rawValue, "Grüße\n"), (error.readEnd.rawValue, "oops\n")].allSatisfy {
                var buffer = [UInt8](repeating: 0, count: 64)
                let count = read($0.0, &buffer, buffer.count)
                return String(decoding: buffer[..<max(0, count)], as: UTF8.self) == $0.1
            }
            // No more is written to the streams, so an expectation could not be told.
            ThisProcess.exit(arrived ? 0 : 1)
        }
    }

    @Test("all of a long text goes out, though the pipe takes only parts of it", arguments: [false, true])
    func whole(nonblocking: Bool) async {
        await #expect(processExitsWith: .exitCode(0)) { [nonblocking] in
            let output = try Pipe()
            dup2(output.writeEnd.rawValue, 1)
            try output.writeEnd.setNonblocking(nonblocking)
            let number = output.readEnd.rawValue
            let length = 1 << 20
            let reader = TestThread {
                var total = 0
                var buffer = [UInt8](repeating: 0, count: 8_192)
                while total < length, Socket.waitReadable(number, until: MonotonicClock.now() + .seconds(5)) {
                    total += max(0, read(number, &buffer, buffer.count))
                }
                return total
            }
            let isWritten = StandardStream.output.write([UInt8](repeating: 0x2A, count: length))
            ThisProcess.exit(isWritten && reader.join() == length ? 0 : 1)
        }
    }

    @Test("a reader that is gone is told, and nobody waits for it")
    func readerGone() async {
        await #expect(processExitsWith: .exitCode(7)) {
            Signal.pipe.ignore()
            let writer = try Pipe().takeWriteEnd()
            dup2(writer.rawValue, 1)
            ThisProcess.exit(StandardStream.output.write([UInt8](repeating: 0x2A, count: 1 << 20)) ? 1 : 7)
        }
    }

    @Test("a descriptor that is closed or has no room is told", arguments: [nil, "/dev/full"])
    func unwritable(path: String?) async {
        await #expect(processExitsWith: .exitCode(7)) { [path] in
            close(1)
            if let path { dup2(open(path, O_WRONLY), 1) }
            ThisProcess.exit(StandardStream.output.write("nobody\n") ? 1 : 7)
        }
    }
}

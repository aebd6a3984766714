import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Echo", .daemonLogs)
struct EchoTests {
    @Test("1 GiB comes back unchanged, and the record of the connection counts every byte of it")
    func gibibyte() throws {
        let daemon = try DaemonProcess(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            accounting = "all"
            workers = { min = 1, max = 1 }
            """)
        let size = 1 << 30
        let client = try TestClient(daemon.address("echo"))
        let number = client.number
        let sender = TestThread { Self.send(size, to: number) }
        // Whatever is thrown, nobody sends to the number once it is another's.
        defer {
            try? Socket.shutDown(client.number)
            _ = sender.join()
        }
        let received = try Self.compare(number, until: size)
        #expect(sender.join() == nil)
        #expect(received == size)
        try client.closeWriting()
        #expect(try client.receiveToEnd() == "")
        _ = try daemon.log.wait(containing: "served, \(size) bytes in, \(size) out")
    }

    /// What the stream is made of: its length has no factor in common with any buffer's on the way.
    private static let pattern: [UInt8] = {
        var state: UInt64 = 7
        return (0..<1_000_003).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }()

    /// Sends so many bytes of the repeated pattern; tells what went wrong.
    private static func send(_ size: Int, to number: CInt) -> Errno? {
        var sent = 0
        do {
            while sent < size {
                let start = sent % pattern.count
                let length = min(pattern.count - start, size - sent)
                sent += try pattern.span.withUnsafeBytes { (bytes) throws(Errno) in
                    try Socket.send(number, UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
                }
            }
            return nil
        } catch {
            return error
        }
    }

    /// How many bytes came back before the first chunk with another one in it.
    private static func compare(_ number: CInt, until size: Int) throws(Errno) -> Int {
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: pattern.count)
        defer { buffer.deallocate() }
        var received = 0
        while received < size {
            let start = received % pattern.count
            let count = try Socket.receive(
                number, into: UnsafeMutableRawBufferPointer(start: buffer, count: pattern.count - start))
            let isSame = pattern.withUnsafeBufferPointer { pattern in
                pattern.baseAddress.map { memcmp(buffer, $0 + start, count) == 0 } ?? false
            }
            if count == 0 || !isSame { return received }
            received += count
        }
        return received
    }
}

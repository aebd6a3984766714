import Glibc
import LinuxSystem
import SystemPackage

/// One connection of a load after the other, with the same buffer.
struct Attempt {
    private let address: SocketAddress
    private let expected: [UInt8]
    private let patience: Duration
    private var buffer: [UInt8]

    init(_ address: SocketAddress, _ expected: [UInt8], _ patience: Duration) {
        self.address = address
        self.expected = expected
        self.patience = patience
        // More than is expected, to see what comes too much.
        buffer = Array(repeating: 0, count: expected.count + 64)
    }

    /// Connects, reads to the end and counts what came of it.
    mutating func run(_ tally: inout Tally) {
        do {
            let client = try TestClient(address, patience: patience)
            let count = try readToEnd(client.number)
            if count == expected.count, memcmp(buffer, expected, count) == 0 {
                tally.served += 1
            } else if count < expected.count, memcmp(buffer, expected, count) == 0 {
                tally.short += 1
            } else {
                tally.wrong += 1
            }
        } catch {
            switch error {
            case .connectionRefused, .noSuchFileOrDirectory: tally.refused += 1
            case .connectionReset, .brokenPipe: tally.reset += 1
            case .resourceTemporarilyUnavailable, .nowInProgress, .timedOut: tally.late += 1
            default: tally.failed += 1
            }
        }
    }

    /// How many bytes came before the end, or filled the buffer.
    private mutating func readToEnd(_ number: CInt) throws(Errno) -> Int {
        var filled = 0
        while filled < buffer.count {
            var span = buffer.mutableSpan
            let count = try span.withUnsafeMutableBytes { (bytes) throws(Errno) in
                try Socket.receive(number, into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }
}

import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

/// Takes in all that arrives on some pipes and sockets, in a thread of its own, so that no writer waits for a test.
final class Collector {
    /// One pipe or socket, and who is given what comes on it.
    struct Inlet: Sendable {
        let number: CInt
        var kind = Kind.stream
        /// Bytes of a stream, or one datagram; none at the end of a stream.
        let take: @Sendable ([UInt8]) -> Void

        enum Kind {
            case stream, datagrams
            /// Datagrams whose descriptors somebody is given, who then owns them.
            case orders(@Sendable (_ text: String, _ descriptor: CInt?) -> Void)
        }
    }

    private let stop: Descriptor
    private var thread: TestThread<Bool, Never>?

    init(_ inlets: [Inlet]) throws {
        let pipe = try Pipe()
        let stopped = try pipe.readEnd.duplicate()
        thread = TestThread { Self.collect(inlets, until: stopped.rawValue) }
        stop = pipe.takeWriteEnd()
    }

    /// Comes back when what had arrived by then was taken in.
    func finish() {
        guard let thread else { return }
        self.thread = nil
        var byte: UInt8 = 0
        _ = Glibc.write(stop.rawValue, &byte, 1)
        _ = thread.join()
    }

    deinit {
        finish()
    }

    private static func collect(_ inlets: [Inlet], until stop: CInt) -> Bool {
        var entries = inlets.map { pollfd(fd: $0.number, events: CShort(POLLIN), revents: 0) }
        entries.append(pollfd(fd: stop, events: CShort(POLLIN), revents: 0))
        while true {
            poll(&entries, nfds_t(entries.count), -1)
            for (index, inlet) in inlets.enumerated() where entries[index].revents != 0 {
                let bytes = read(inlet)
                inlet.take(bytes)
                // poll() looks away from a negative number.
                if bytes.isEmpty { entries[index].fd = -1 }
            }
            if entries[inlets.count].revents != 0 && entries.dropLast().allSatisfy({ $0.revents == 0 }) { return true }
        }
    }

    private static func read(_ inlet: Inlet) -> [UInt8] {
        switch inlet.kind {
        case .datagrams: return (try? Datagrams.receive(inlet.number)) ?? []
        case .orders(let obey):
            guard let (bytes, descriptor) = try? Datagrams.receiveWithDescriptor(inlet.number) else { return [] }
            obey(String(decoding: bytes, as: UTF8.self), descriptor)
            return bytes
        case .stream:
            return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
                let count = Glibc.read(inlet.number, buffer.baseAddress, buffer.count)
                return Array(buffer[..<max(0, count)])
            }
        }
    }
}

/// Cuts a stream into lines.
final class LineReader: Sendable {
    private let transcript: Transcript
    private let rest = Monitor<[UInt8]>([])

    init(_ transcript: Transcript) {
        self.transcript = transcript
    }

    func take(_ bytes: [UInt8]) {
        if bytes.isEmpty { return transcript.end() }
        rest.change { rest in
            rest += bytes
            var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let unfinished = lines.removeLast()
            for line in lines { transcript.append(String(decoding: line, as: UTF8.self)) }
            rest = Array(unfinished)
        }
    }
}

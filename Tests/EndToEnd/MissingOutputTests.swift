import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A daemon that nobody listens to", .daemonLogs)
struct MissingOutputTests {
    private let folder: TemporaryFolder
    private let address: SocketAddress
    private let setup: DaemonSetup

    init() throws {
        folder = try TemporaryFolder()
        address = try SocketAddress(unixPath: folder.path("a.sock"))
        setup = DaemonSetup(
            """
            [daemon]
            log-level = "debug"
            [service.smile]
            listen = "unix:\(folder.path("a.sock"))"
            handler = "greeting"
            message = "Smile\\n"
            accounting = "all"
            """)
    }

    private func expectService(_ daemon: DaemonProcess, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let tally = Load.run(address, expecting: "Smile\n", connections: 500, concurrency: 4)
        #expect(tally == Tally(served: 500), sourceLocation: sourceLocation)
        #expect(try daemon.stop() == .exited(0), sourceLocation: sourceLocation)
    }

    @Test(
        "serves without standard streams, in whose place no socket of its own ever comes",
        arguments: [[2], [0, 1], [0, 1, 2]] as [Set<CInt>])
    func closedStreams(closed: Set<CInt>) throws {
        var setup = setup
        setup.closed = closed.subtracting([2])
        if closed.contains(2) { setup.standardError = .closed }
        let daemon = try setup.start()
        for process in [daemon.pid] + daemon.workers {
            let descriptors = ProcessFacts(pid: process).descriptors
            for number in closed {
                // A worker writes its stderr to the supervisor.
                let isPipe = number == 2 && process != daemon.pid
                #expect(descriptors[number]?.hasPrefix(isPipe ? "pipe:" : "/dev/null") == true)
            }
        }
        try expectService(daemon)
    }

    @Test("serves though its stderr is a pipe without a reader, and dies of no SIGPIPE")
    func brokenPipe() throws {
        var setup = setup
        let pipe = try Pipe()
        setup.standardError = .given(try HighDescriptor(pipe.writeEnd))
        _ = consume pipe
        try expectService(try setup.start())
    }

    @Test("serves though its stderr is a pipe that is full, and tells afterwards what was lost")
    func fullPipe() throws {
        var setup = setup
        let pipe = try Pipe()
        let filled = try Self.fill(pipe)
        setup.standardError = .given(try HighDescriptor(pipe.writeEnd))
        let daemon = try setup.start()
        let tally = Load.run(address, expecting: "Smile\n", connections: 500, concurrency: 4)
        #expect(tally == Tally(served: 500))
        let log = Transcript()
        let (lines, rest) = (LineReader(log), Monitor(filled))
        let inlet = Collector.Inlet(number: pipe.readEnd.rawValue) { bytes in
            // What the test itself had filled the pipe with is no line.
            let skipped = min(rest.value, bytes.count)
            rest.change { $0 -= skipped }
            if bytes.count > skipped { lines.take(Array(bytes[skipped...])) }
        }
        let collector = try Collector([inlet])
        try eventually("an empty pipe") { rest.value == 0 }
        #expect(try daemon.stop() == .exited(0))
        collector.finish()
        let stopped = try #require(log.texts.first { $0.contains("stopped after 500 connections") })
        #expect(stopped.contains("(500 served, 0 failed, 0 crashed)"))
        // Those of the workers are counted where the supervisor sees them, its own it tells itself.
        let lost = try #require(stopped.firstMatch(of: /, (\d+) log records lost/)).1
        #expect(try #require(Int(lost)) >= 450)
        #expect(log.count(containing: " before this one could not be written") >= 1)
    }

    /// Writes until the pipe takes no more, and tells how much that was.
    private static func fill(_ pipe: borrowing Pipe) throws -> Int {
        try pipe.writeEnd.setNonblocking(true)
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 4_096)
        var filled = 0
        while let count = try? bytes.withUnsafeBytes({ try pipe.writeEnd.write($0) }) { filled += count }
        try pipe.writeEnd.setNonblocking(false)
        return filled
    }

    @Test("serves where nobody wants to be notified, and where the one who did is gone")
    func noServiceManager() throws {
        let named = [folder.path("gone"), "", "@gone"].map(DaemonSetup.NotifyKind.isNamed)
        for kind in [.isAbsent] + named {
            var setup = setup
            setup.notify = kind
            let daemon = try setup.start()
            _ = try daemon.log.wait(containing: "ready: smile")
            try expectService(daemon)
        }
    }
}

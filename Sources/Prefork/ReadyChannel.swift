internal import LinuxSystem
internal import SystemPackage

/// How the supervisor hears that a worker has become a program, or that the program is ready.
///
/// For `exec` it is a pipe whose write end nobody but the worker has, and exec closes it. A worker that dies before that
/// closes it too, and so does one whose exec fails: so the worker marks each attempt with a byte, and each failure with
/// another. For `notify` it is a socket of the program's own.
struct ReadyChannel: ~Copyable {
    /// The supervisor's end.
    let number: CInt
    private let source: Source
    /// Until the fork.
    private var writeEnd: Descriptor?
    private let socketName: String?
    private var marks = 0

    private enum Source: ~Copyable {
        case pipe(Descriptor)
        case socket(NotifySocket)
    }

    /// Either a pipe to mark and to have closed, or a socket to speak on.
    struct WorkerEnd {
        let pipe: CInt?
        let socketName: String?
    }

    init(_ readiness: Readiness) throws(Errno) {
        switch readiness {
        case .exec:
            let pipe = try Pipe()
            try pipe.readEnd.setNonblocking(true)
            let ends = pipe.split()
            number = ends.readEnd
            source = .pipe(Descriptor(owning: ends.readEnd))
            writeEnd = Descriptor(owning: ends.writeEnd)
            socketName = nil
        case .notify:
            let socket = try NotifySocket()
            socketName = socket.name
            writeEnd = nil
            number = socket.descriptor.rawValue
            source = .socket(socket)
        }
    }

    /// One that an earlier program of this process has made, with what that has heard.
    init(adopting handed: WorkerHandover.Channel, _ readiness: Readiness) {
        number = handed.descriptor
        marks = Int(handed.marks)
        writeEnd = nil
        socketName = nil
        let descriptor = Descriptor(owning: handed.descriptor)
        switch readiness {
        case .exec: source = .pipe(descriptor)
        case .notify: source = .socket(NotifySocket(adopting: descriptor))
        }
    }

    /// For the next program, which hears the rest.
    var handed: WorkerHandover.Channel { .init(descriptor: number, marks: UInt8(clamping: marks)) }

    /// The channel that the workers of a service need, if any.
    static func make(_ kind: WorkerKind) throws(Errno) -> ReadyChannel? {
        switch kind {
        case .handler: return nil
        case .program(let readiness): return try ReadyChannel(readiness)
        }
    }

    /// In the worker: what is its own from here on.
    mutating func takeWorkerEnd() -> WorkerEnd {
        WorkerEnd(pipe: writeEnd.take()?.release(), socketName: socketName)
    }

    /// In the worker, before it calls exec, and once more where that failed.
    static func mark(_ pipe: CInt?) {
        guard let pipe else { return }
        let end = Descriptor(owning: pipe)
        withUnsafeBytes(of: UInt8(0)) { _ = try? end.write($0) }
        _ = end.release()
    }

    /// In the supervisor, after the fork.
    mutating func closeWorkerEnd() {
        writeEnd = nil
    }

    /// What came of listening.
    struct News {
        var isReady = false
        /// Nothing more will come.
        var isOver = false
    }

    /// Takes in what has come, if it comes from the program that `leader` became or from its process group.
    mutating func news(from leader: Int32) -> News {
        switch source {
        case .pipe(let end):
            return withUnsafeTemporaryAllocation(byteCount: 8, alignment: 1) { buffer in
                while let count = try? end.read(into: buffer) {
                    marks += count
                    if count == 0 { return News(isReady: marks == 1, isOver: true) }
                }
                return News()
            }
        case .socket(let socket):
            var news = News()
            for _ in 0..<Self.messagesAtOnce {
                guard let message = socket.next() else { break }
                let isOwn = ProcessGroup.contains(message.sender, ledBy: leader)
                if isOwn, message.assignments.contains("READY=1") { news.isReady = true }
            }
            return news
        }
    }

    private static let messagesAtOnce = 16
}

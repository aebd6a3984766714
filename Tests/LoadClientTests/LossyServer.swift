import Glibc
import LinuxSystem
import Prefork

/// A server that loses connections on purpose, in a known order, to show that the load notices each.
final class LossyServer: Sendable {
    enum Deed: Sendable, CaseIterable {
        case serves, resets, cutsShort, answersWrong, answersTooMuch, keepsSilent, breaksOff, hesitates
        /// For an echo: answers so many rounds and then closes.
        case echoes1Round, echoesToTheEnd
    }

    let address: SocketAddress
    private let thread: pthread_t

    /// Does the deeds one after the other, a connection each, and then stops listening.
    init(_ deeds: [Deed], answer: String = "answer\n") throws {
        let listener = try Listener("127.0.0.1:0")
        address = listener.address
        let work = Work(deeds, answer, listener)
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { work in
                guard let work else { return nil }
                Unmanaged<Work>.fromOpaque(work).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(work).toOpaque())
        precondition(status == 0, "a test may start a thread")
        self.thread = thread
    }

    /// Waits for the last deed, after which nobody listens.
    func waitUntilGone() {
        pthread_join(thread, nil)
    }
}

/// What the thread of a server does.
private final class Work {
    private let deeds: [LossyServer.Deed]
    private let answer: String
    private let listener: Listener

    init(_ deeds: [LossyServer.Deed], _ answer: String, _ listener: consuming Listener) {
        self.deeds = deeds
        self.answer = answer
        self.listener = listener
    }

    func run() {
        for deed in deeds {
            // A client that never comes is waited for with an end.
            guard Socket.waitReadable(listener.rawValue, until: MonotonicClock.now() + .seconds(60)),
                var connection = try? listener.accept()
            else { return }
            try? perform(deed, &connection)
        }
    }

    private func perform(_ deed: LossyServer.Deed, _ connection: inout Connection) throws {
        switch deed {
        case .serves: try connection.write(answer)
        case .resets: reset(connection.descriptor)
        case .cutsShort: try connection.write(String(answer.dropLast()))
        case .answersWrong: try connection.write(String(answer.reversed()))
        case .answersTooMuch: try connection.write(answer + answer)
        case .keepsSilent:
            // Until the client loses patience.
            _ = try connection.read(upTo: 1)
        case .breaksOff:
            // The kernel gives the client what had arrived before it tells of the reset.
            try connection.write(answer)
            reset(connection.descriptor)
        case .hesitates:
            try connection.write(String(answer.prefix(1)))
            usleep(1_000)
            try connection.write(String(answer.dropFirst()))
        case .echoes1Round: try connection.write(try connection.read(upTo: 64))
        case .echoesToTheEnd:
            while true {
                let bytes = try connection.read(upTo: 64)
                if bytes.isEmpty { return }
                try connection.write(bytes)
            }
        }
    }

    private func reset(_ socket: CInt) {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
}

import Glibc
import LinuxSystem
import Prefork
import SystemPackage
import TestSupport

/// A server that loses connections on purpose, in a known order, to show that a load counts them.
final class LossyServer {
    enum Deed: Sendable {
        case serves, resets, cutsShort, answersWrong, answersTooMuch, keepsSilent, breaksOff
    }

    let address: SocketAddress
    private let thread: TestThread<Bool, Never>

    /// Does the deeds one after the other, a connection each, and then stops listening.
    init(_ deeds: [Deed], answer: String, at asked: String = "127.0.0.1:0") throws {
        let (port, ready) = (Monitor<SocketAddress?>(nil), Duration.seconds(20))
        thread = TestThread {
            guard let listener = try? Listener(asked) else { return false }
            port.change { $0 = listener.address }
            for deed in deeds {
                // A client that never comes is waited for with an end.
                guard Socket.waitReadable(listener.rawValue, until: MonotonicClock.now() + .seconds(60)),
                    var connection = try? listener.accept()
                else { return false }
                Self.perform(deed, &connection, answer)
            }
            return true
        }
        guard let address = port.wait(within: ready, for: { $0 }) else {
            throw Absent(wanted: "a listening server", limit: ready)
        }
        self.address = address
    }

    /// Waits for the last deed, after which nobody listens.
    func waitUntilGone() -> Bool { thread.join() }

    private static func perform(_ deed: Deed, _ connection: inout Connection, _ answer: String) {
        switch deed {
        case .serves: try? connection.write(answer)
        case .resets: reset(connection.descriptor)
        case .cutsShort: try? connection.write(String(answer.dropLast()))
        case .answersWrong: try? connection.write(String(answer.reversed()))
        case .answersTooMuch: try? connection.write(answer + answer)
        case .keepsSilent:
            // Until the client loses patience.
            _ = try? connection.read(upTo: 1)
        case .breaksOff:
            // The kernel gives the client what had arrived before it tells of the reset.
            try? connection.write(answer)
            reset(connection.descriptor)
        }
    }

    private static func reset(_ socket: CInt) {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
}

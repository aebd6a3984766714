import CLinux
import Glibc
import LinuxSystem
import SystemPackage

/// The calls of a client on a socket that never makes it wait, each of which tells an error by its outcome.
struct ClientSocket {
    let number: CInt

    enum Step {
        case done(Int)
        case wait
        case ended(Trace.Outcome)
    }

    static func open(_ family: SocketAddress.Family) throws(Errno) -> ClientSocket {
        ClientSocket(number: try Socket.make(family, waits: false).release())
    }

    func close() {
        _ = Glibc.close(number)
    }

    /// `.wait` while the attempt goes on; its end is told as writable.
    func connect(to address: SocketAddress) -> Step {
        do {
            try Socket.connect(number, to: address)
            return .done(0)
        } catch .nowInProgress {
            return .wait
        } catch {
            return .ended(Self.outcome(error))
        }
    }

    /// How an attempt that went on has ended.
    func connected() -> Step {
        do {
            let error = try Socket.option(number, SOL_SOCKET, SO_ERROR)
            return error == 0 ? .done(0) : .ended(Self.outcome(Errno(rawValue: error)))
        } catch {
            return .ended(.failed)
        }
    }

    /// Where nobody listens on a port of this machine, TCP connects a client to itself once the kernel gives it that very
    /// port as its own; it would then even get its own echo.
    func isConnectedToItself(_ address: SocketAddress) -> Bool {
        guard let port = address.port, let own = try? Socket.localAddress(number) else { return false }
        return own.port == port && own == address
    }

    func send(_ bytes: UnsafeRawBufferPointer) -> Step {
        do {
            return .done(try Socket.send(number, bytes))
        } catch .resourceTemporarilyUnavailable {
            return .wait
        } catch {
            return .ended(Self.outcome(error))
        }
    }

    /// `.done(0)` at end-of-file.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Step {
        do {
            return .done(try Socket.receive(number, into: buffer))
        } catch .resourceTemporarilyUnavailable {
            return .wait
        } catch {
            return .ended(Self.outcome(error))
        }
    }

    private static func outcome(_ error: Errno) -> Trace.Outcome {
        switch error {
        case .connectionRefused, .noSuchFileOrDirectory: .refused
        case .connectionReset, .brokenPipe: .reset
        case .timedOut: .late
        default: .failed
        }
    }
}

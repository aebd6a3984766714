import LinuxSystem
import Prefork
import TestSupport
import Testing

@Suite("Passed listeners")
struct PassedListenerTests {
    @Test("a passed socket is adopted as it is, and its path is never removed")
    func neverUnlinked() throws {
        let folder = try TemporaryFolder()
        let systemd = try folder.socket("a", listening: true)
        var listener: Listener? = try Listener(
            passed: try systemd.duplicate(), name: "web", options: ListenerOptions(mode: 0o600))
        #expect(listener?.address.description == "unix:\(folder.path)/a")
        listener = nil
        #expect(folder.status(of: "a") != nil)
        _ = try Connection(to: "unix:\(folder.path)/a")
    }

    @Test("a passed socket goes on listening when its service refuses")
    func neverShutDown() throws {
        let folder = try TemporaryFolder()
        let systemd = try folder.socket("a", listening: true)
        let listener = try Listener(passed: try systemd.duplicate(), name: "web", options: ListenerOptions())
        listener.refuse()
        _ = try Connection(to: "unix:\(folder.path)/a")
        _ = try listener.accept()
    }

    @Test("options that connections inherit are set on a passed socket too")
    func options() throws {
        let other = try Listener("127.0.0.1:0")
        let copy = Descriptor(owning: try Duplicate.of(other.rawValue))
        let listener = try Listener(passed: copy, name: "web", options: ListenerOptions(keepAlive: true))
        #expect(listener.address == other.address)
        _ = try Connection(to: other.address.description)
        let server = try listener.accept()
        #expect(try Socket.keepsAlive(server.descriptor))
    }

    @Test("an option that is not asked for any more goes, and one that the socket came with stays")
    func optionsTakenBack() throws {
        let (none, both) = (ListenerOptions(), ListenerOptions(noDelay: true, keepAlive: true))
        let unit = try Listener("127.0.0.1:0")
        let copy = Descriptor(owning: try Duplicate.of(unit.rawValue))
        let listener = try Listener(passed: copy, name: "web", options: none)
        for options in [both, none, both, both] {
            try listener.setOptions(options)
            #expect(try Socket.keepsAlive(listener.rawValue) == options.keepAlive)
            #expect(try Socket.isWithoutDelay(listener.rawValue) == options.noDelay)
        }
        // By another program of this process, which is told what the unit gave.
        let next = try Listener(
            passed: Descriptor(owning: try Duplicate.of(unit.rawValue)), name: "web", options: none,
            from: listener.unitOptions)
        #expect(try !Socket.keepsAlive(next.rawValue) && !Socket.isWithoutDelay(next.rawValue))
    }

    @Test("what the unit gave stays, whatever a service asks for and does not any more")
    func unitOptionsStay() throws {
        let (none, both) = (ListenerOptions(), ListenerOptions(noDelay: true, keepAlive: true))
        let unit = try Listener("127.0.0.1:0", options: both)
        let listener = try Listener(
            passed: Descriptor(owning: try Duplicate.of(unit.rawValue)), name: "web", options: none)
        for options in [none, both, none] {
            try listener.setOptions(options)
            #expect(try Socket.keepsAlive(listener.rawValue) && Socket.isWithoutDelay(listener.rawValue))
        }
    }

    @Test("what does not listen is refused by its name")
    func notListening() throws {
        let pipe = try Pipe()
        let socket = try Socket.make(.ipv4)
        for number in [pipe.readEnd.rawValue, socket.rawValue] {
            let error = #expect(throws: ListenerError.self) {
                _ = try Listener(
                    passed: Descriptor(owning: try Duplicate.of(number)), name: "web", options: ListenerOptions())
            }
            #expect(error?.description == "systemd:web: the passed descriptor is not a listening stream socket")
        }
    }
}

import Glibc
import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("UNIX listeners")
struct UnixListenerTests {
    @Test("a path is bound, answers, and goes away with its listener")
    func path() throws {
        let folder = try TemporaryFolder()
        var listener: Listener? = try Listener("unix:\(folder.path)/a")
        #expect(listener?.address.description == "unix:\(folder.path)/a")
        #expect(listener?.countQueue() == nil && listener?.queuePeak == nil)
        let client = try Connection(to: "unix:\(folder.path)/a")
        #expect(listener?.isReadable == true)
        #expect(try listener?.accept().peer.description == "unix:")
        #expect(client.peer.description == "unix:\(folder.path)/a")
        listener = nil
        #expect(folder.status(of: "a") == nil)
    }

    @Test("the mode is the one asked for", arguments: [0o600, 0o660, 0o666, 0o777] as [UInt32])
    func mode(wanted: UInt32) throws {
        let folder = try TemporaryFolder()
        let listener = try Listener("unix:\(folder.path)/a", options: ListenerOptions(mode: wanted))
        #expect(folder.status(of: "a")?.mode == wanted)
        withExtendedLifetime(listener) {}
    }

    @Test(
        "owner and group are the ones asked for, by name or number",
        .needs(Need.root),
        arguments: [("nobody", "nogroup"), ("65534", "65534")])
    func owner(user: String, group: String) throws {
        let folder = try TemporaryFolder()
        let listener = try Listener(
            "unix:\(folder.path)/a", options: ListenerOptions(mode: 0o640, owner: user, group: group))
        let status = folder.status(of: "a")
        #expect([status?.mode, status?.owner, status?.group] == [0o640, 65_534, 65_534])
        withExtendedLifetime(listener) {}
    }

    @Test("an unknown owner or group is an error that leaves nothing behind")
    func unknownOwner() throws {
        let folder = try TemporaryFolder()
        let address = "unix:\(folder.path)/a"
        let user = #expect(throws: ListenerError.self) {
            _ = try Listener(address, options: ListenerOptions(owner: "no-such-user"))
        }
        #expect(user?.description == "\(address): there is no user \"no-such-user\"")
        let group = #expect(throws: ListenerError.self) {
            _ = try Listener(address, options: ListenerOptions(group: "no-such-group"))
        }
        #expect(group?.description == "\(address): there is no group \"no-such-group\"")
        #expect(folder.status(of: "a") == nil)
    }

    @Test("a path that a dead server left is replaced")
    func stale() throws {
        let folder = try TemporaryFolder()
        _ = try folder.socket("a", listening: true)
        let listener = try Listener("unix:\(folder.path)/a")
        _ = try Connection(to: "unix:\(folder.path)/a")
        _ = try listener.accept()
    }

    @Test("a path on which somebody answers is an error and is left alone")
    func live() throws {
        let folder = try TemporaryFolder()
        let address = "unix:\(folder.path)/a"
        let other = try Listener(address)
        let before = folder.status(of: "a")
        let error = #expect(throws: ListenerError.self) { _ = try Listener(address) }
        #expect(error?.description == "\(address): another server answers there")
        let after = folder.status(of: "a")
        #expect(before != nil && after?.inode == before?.inode)
        _ = try Connection(to: address)
        _ = try other.accept()
    }

    @Test("a path whose server is too busy to answer counts as live")
    func busy() throws {
        let folder = try TemporaryFolder()
        let address = "unix:\(folder.path)/a"
        let other = try Listener(address, options: ListenerOptions(backlog: 0))
        let waiting = try Connection(to: address)
        let error = #expect(throws: ListenerError.self) { _ = try Listener(address) }
        #expect(error?.description == "\(address): another server answers there")
        #expect(folder.status(of: "a") != nil)
        withExtendedLifetime((other, waiting.descriptor)) {}
    }

    @Test("a file that is no socket is an error and is left alone")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = Descriptor(owning: open("\(folder.path)/a", O_CREAT | O_WRONLY | O_CLOEXEC, 0o644))
        #expect(write(file.rawValue, "precious", 8) == 8)
        let error = #expect(throws: ListenerError.self) { _ = try Listener("unix:\(folder.path)/a") }
        #expect(error?.description == "unix:\(folder.path)/a: the path exists and is not a socket")
        #expect(try FileContents.read("\(folder.path)/a", limit: 100) == Array("precious".utf8))
    }

    @Test("a link is a file that is no socket, wherever it leads")
    func link() throws {
        let folder = try TemporaryFolder()
        _ = try folder.socket("dead", listening: false)
        #expect(symlink("dead", "\(folder.path)/a") == 0)
        let error = #expect(throws: ListenerError.self) { _ = try Listener("unix:\(folder.path)/a") }
        #expect(error?.description == "unix:\(folder.path)/a: the path exists and is not a socket")
        #expect(folder.status(of: "a") != nil)
        #expect(folder.status(of: "dead") != nil)
    }

    @Test("a path that another server has taken over meanwhile is not removed")
    func takenOver() throws {
        let folder = try TemporaryFolder()
        var listener: Listener? = try Listener("unix:\(folder.path)/a")
        unlink("\(folder.path)/a")
        let other = try folder.socket("a", listening: true)
        #expect(listener != nil)
        listener = nil
        #expect(folder.status(of: "a") != nil)
        withExtendedLifetime(other.rawValue) {}
    }

    @Test("an abstract name needs no file and is taken once")
    func abstract() throws {
        let name = "unix:@prefork-tests-\(ThisProcess.pid)"
        let listener = try Listener(name)
        #expect(listener.address.description == name)
        _ = try Connection(to: name)
        _ = try listener.accept()
        let error = #expect(throws: ListenerError.self) { _ = try Listener(name) }
        #expect(error?.description == "\(name): Address already in use")
    }
}

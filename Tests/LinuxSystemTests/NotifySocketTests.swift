import Glibc
import LinuxSystem
import Testing

@Suite("A program's own notify socket")
struct NotifySocketTests {
    @Test("tells what was sent and who sent it, message by message")
    func messages() throws {
        let socket = try NotifySocket()
        #expect(socket.name.hasPrefix("@") && socket.name.count > 1)
        let address = try SocketAddress(unixAbstract: String(socket.name.dropFirst()))
        let early = socket.next()
        #expect(early == nil)
        try UnixDatagram.send(Array("READY=1\nSTATUS=so far\n".utf8), to: address)
        try UnixDatagram.send([], to: address)
        let first = socket.next()
        #expect(first?.assignments == ["READY=1", "STATUS=so far"] && first?.sender == getpid())
        let second = socket.next()
        #expect(second?.assignments == [] && second?.sender == getpid())
        let late = socket.next()
        #expect(late == nil)
    }

    @Test("each has a name of its own")
    func names() throws {
        let first = try NotifySocket()
        let second = try NotifySocket()
        let names = [first.name, second.name]
        #expect(names[0] != names[1])
    }

    @Test("who belongs to a group is known while it lives, and a process without a number belongs to none")
    func groups() {
        #expect(ProcessGroup.contains(getpid(), ledBy: getpgrp()))
        #expect(!ProcessGroup.contains(getpid(), ledBy: 1))
        #expect(!ProcessGroup.contains(0, ledBy: getpgrp()))
        #expect(!ProcessGroup.contains(-1, ledBy: -1))
    }
}

import Daemon
import Testing

@Suite("Which open listeners serve on")
struct ListenerMatchingTests {
    private func claim(_ address: String, _ service: String? = nil) -> ListenerClaim {
        ListenerClaim(address, service: service)
    }

    private func match(_ open: [ListenerClaim], _ wanted: [ListenerClaim]) -> [Int?] {
        ListenerMatching(open: open, wanted: wanted).taken
    }

    @Test("each address takes its own, wherever it stands; the others are bound, or left")
    func addresses() {
        let matching = ListenerMatching(
            open: [claim("*:80"), claim("unix:/a"), claim("[::]:80"), claim("127.0.0.1:81")],
            wanted: [claim("127.0.0.1:81", "a"), claim("127.0.0.1:80", "a"), claim("*:80", "b")])
        #expect(matching.taken == [3, nil, 0])
        #expect(matching.left == [1, 2])
    }

    @Test("a service that was renamed keeps its listener")
    func renamed() {
        #expect(match([claim("*:80", "old")], [claim("*:80", "new")]) == [0])
    }

    @Test("an address that went from one service to another goes with its listener")
    func moved() {
        let open = [claim("*:80", "a"), claim("*:81", "b")]
        #expect(match(open, [claim("*:81", "a"), claim("*:80", "b")]) == [1, 0])
    }

    @Test("of one address asked for several times, each service keeps its own")
    func several() {
        let open = [claim("127.0.0.1:0", "a"), claim("127.0.0.1:0", "b"), claim("127.0.0.1:0", "b")]
        let wanted = [claim("127.0.0.1:0", "c"), claim("127.0.0.1:0", "b"), claim("127.0.0.1:0", "b")]
        #expect(match(open, wanted) == [0, 1, 2])
        #expect(match(open, wanted.reversed()) == [1, 2, 0])
    }

    @Test("several without a service are taken in their order, and none twice")
    func unknown() {
        let matching = ListenerMatching(
            open: [claim("systemd:a"), claim("systemd:a")],
            wanted: [claim("systemd:a", "x"), claim("systemd:a", "x"), claim("systemd:a", "y")])
        #expect(matching.taken == [0, 1, nil])
        #expect(matching.left == [])
    }

    @Test("nothing open: all is bound; nothing wanted: all is left")
    func empty() {
        #expect(match([], [claim("*:80", "a")]) == [nil])
        let matching = ListenerMatching(open: [claim("*:80"), claim("*:81")], wanted: [])
        #expect(matching.taken == [])
        #expect(matching.left == [0, 1])
    }
}

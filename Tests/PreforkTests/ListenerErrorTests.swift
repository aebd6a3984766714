import LinuxSystem
import SystemPackage
import Testing

@testable import Prefork

@Suite("Why nobody listens")
struct ListenerErrorTests {
    static let texts: [(address: String, reason: ListenerError.Reason, text: String)] = [
        ("nowhere:80", .lookup("Name or service not known"), "nowhere:80: Name or service not known"),
        (
            "localhost:80", .severalAddresses(["127.0.0.1:80", "[::1]:80"]),
            "localhost:80: stands for 2 addresses (127.0.0.1:80, [::1]:80), not for one"
        ),
        ("unix:/a", .unknownUser("nobody-here"), "unix:/a: there is no user \"nobody-here\""),
        ("unix:/a", .unknownGroup("no-group"), "unix:/a: there is no group \"no-group\""),
        ("unix:/a", .occupied(.inUse), "unix:/a: another server answers there"),
        ("unix:/a", .occupied(.notASocket), "unix:/a: the path exists and is not a socket"),
        ("unix:/a", .occupied(.system(.permissionDenied)), "unix:/a: Permission denied"),
        ("systemd:a", .notListening, "systemd:a: the passed descriptor is not a listening stream socket"),
        ("systemd:a", .notPassed(available: []), "systemd:a: no socket of that name was passed (passed: none)"),
        (
            "systemd:a", .notPassed(available: ["b", "c"]),
            "systemd:a: no socket of that name was passed (passed: b, c)"
        ),
        ("[::1]:80", .system(.addressInUse), "[::1]:80: Address already in use"),
        ("*:8080", .system(.permissionDenied), "*:8080: Permission denied"),
        ("*:1024", .system(.permissionDenied), "*:1024: Permission denied"),
        (
            "*:1023", .system(.permissionDenied),
            "*:1023: Permission denied: a port below 1024 needs CAP_NET_BIND_SERVICE"
        ),
        (
            "[::1]:80", .system(.permissionDenied),
            "[::1]:80: Permission denied: a port below 1024 needs CAP_NET_BIND_SERVICE"
        ),
        ("*:0", .system(.permissionDenied), "*:0: Permission denied"),
        ("unix:/a:80", .system(.permissionDenied), "unix:/a:80: Permission denied"),
    ]

    @Test("the address as it was spelled, and the reason in words", arguments: texts)
    func text(row: (address: String, reason: ListenerError.Reason, text: String)) {
        #expect(ListenerError(row.address, row.reason).description == row.text)
    }

    static let families: [(ip: String, error: Errno, isAbsent: Bool)] = [
        ("::1", .addressFamilyNotSupported, true),
        ("127.0.0.1", .addressFamilyNotSupported, true),
        ("::1", .addressNotAvailable, true),
        ("2001:db8::1", .addressNotAvailable, false),
        ("127.0.0.1", .addressNotAvailable, false),
        ("::1", .addressInUse, false),
    ]

    @Test("a machine without the family is told from one without the address", arguments: families)
    func family(row: (ip: String, error: Errno, isAbsent: Bool)) throws {
        let address = try #require(SocketAddress(ip: row.ip, port: 80))
        let target = ListenerBinding.Target(socketAddress: address, bothFamilies: false)
        #expect(target.isAbsent(ListenerError("somewhere", .system(row.error))) == row.isAbsent)
    }

    @Test("a port that is taken, a folder that is missing and an address of another machine are told")
    func fromTheSystem() throws {
        let holder = try Listener("127.0.0.1:0")
        let cases = [
            (holder.address.description, "Address already in use"),
            ("unix:/nowhere/at/all.sock", "No such file or directory"),
            ("192.0.2.1:80", "Cannot assign requested address"),
        ]
        for (address, reason) in cases {
            let error = #expect(throws: ListenerError.self) { _ = try Listener(address) }
            #expect(error?.description == "\(address): \(reason)")
            #expect(error?.errno?.description == reason)
        }
    }

    static let codes: [(reason: ListenerError.Reason, errno: Errno?)] = [
        (.system(.permissionDenied), .permissionDenied), (.occupied(.system(.permissionDenied)), .permissionDenied),
        (.occupied(.inUse), .addressInUse), (.occupied(.notASocket), nil), (.lookup("no such name"), nil),
        (.unknownUser("nobody-here"), nil), (.notListening, nil), (.onlyPassed, nil),
    ]

    @Test("the system's own error is told where there is one", arguments: codes)
    func errno(row: (reason: ListenerError.Reason, errno: Errno?)) {
        #expect(ListenerError("somewhere", row.reason).errno == row.errno)
    }

    @Test("a socket that systemd passes is not found by its name, and the error says how it is adopted")
    func systemd() {
        let error = #expect(throws: ListenerError.self) { _ = try Listener("systemd:web") }
        let reason = "a socket that systemd passes is adopted with Listener(passed:name:)"
        #expect(error?.description == "systemd:web: \(reason)")
    }
}

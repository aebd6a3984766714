import Daemon
import LinuxSystem
import Testing

@Suite("The name under which a listener is kept")
struct StoredNameTests {
    static let file = FileIdentity(device: 0x2a, inode: 0x1f3)

    @Test(
        "says what the listener was asked to be, and is read back as that",
        arguments: [
            ("127.0.0.1:7890", "preforkd=127.0.0.1,7890"),
            ("*:80", "preforkd=*,80"),
            ("[::1]:7890", "preforkd=[,,1],7890"),
            ("unix:@name", "preforkd=unix,@name"),
            ("unix:/a,b", "preforkd-hex=756e69783a2f612c62"),
            ("unix:/a=b", "preforkd-hex=756e69783a2f613d62"),
            ("unix:/a b", "preforkd-hex=756e69783a2f612062"),
            ("unix:/ä", "preforkd-hex=756e69783a2fc3a4"),
            ("unix:/a\u{1}", "preforkd-hex=756e69783a2f6101"),
        ])
    func spelling(address: String, text: String) {
        #expect(StoredName(address: address).text == text)
        #expect(StoredName(reading: text) == StoredName(address: address))
        let withFile = StoredName(address: address, file: Self.file)
        #expect(withFile.text == "\(text)=2a.1f3")
        #expect(StoredName(reading: "\(text)=2a.1f3")?.file == Self.file)
        #expect(StoredName(reading: "\(text)=2a.1f3") == withFile)
    }

    @Test("the port that was chosen tells those that were asked for any")
    func port() {
        #expect(StoredName(address: "127.0.0.1:0", port: 54_321).text == "preforkd=127.0.0.1,0=54321")
        #expect(StoredName(reading: "preforkd=127.0.0.1,0=54321")?.address == "127.0.0.1:0")
        #expect(StoredName(reading: "preforkd=127.0.0.1,0=54321")?.file == nil)
    }

    @Test(
        "no other is taken for one, so that a socket unit's stays what it is",
        arguments: ["", "web", "preforkd", "preforkd.socket", "preforkd-witness", "preforkd=", "preforkd=="])
    func others(text: String) {
        #expect(StoredName(reading: text) == nil)
    }

    @Test("hexadecimal that is none is nobody's", arguments: ["", "7", "zz", "+1", "ff"])
    func hex(digits: String) {
        #expect(StoredName(reading: "preforkd-hex=\(digits)") == nil)
    }

    @Test("one that systemd would not take is none: a long path of other bytes, with the file that it led to")
    func long() {
        let far = FileIdentity(device: .max, inode: .max)
        #expect(StoredName(address: "unix:/\(String(repeating: "a", count: 106))", file: far).text != nil)
        #expect(StoredName(address: "unix:/\(String(repeating: " ", count: 60))", file: far).text != nil)
        #expect(StoredName(address: "unix:/\(String(repeating: " ", count: 106))", file: far).text == nil)
    }
}

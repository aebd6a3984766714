import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("Users and groups")
struct UserDatabaseTests {
    @Test("a user is found by name and by number", arguments: ["root", "0"])
    func root(name: String) throws {
        let user = try #require(UserDatabase.user(name))
        #expect(user.name == "root")
        #expect(user.id == 0)
        #expect(user.group == 0)
    }

    @Test(
        "an unknown user is nobody, by name and by number",
        arguments: ["no-such-user", "4123456789", "", "-1", "root "])
    func unknown(name: String) {
        #expect(UserDatabase.user(name) == nil)
    }

    @Test("a group is found by name, and a number needs no name")
    func group() {
        #expect(UserDatabase.group("root") == 0)
        #expect(UserDatabase.group("0") == 0)
        #expect(UserDatabase.group("4123456789") == 4_123_456_789)
        #expect(UserDatabase.group("no-such-group") == nil)
        #expect(UserDatabase.group("") == nil)
        #expect(UserDatabase.group("-1") == nil)
    }

    @Test("threads that ask at the same time get each its own answer")
    func threads() throws {
        let askers = ["root", "daemon", "nobody", "mail"].map { name in
            TestThread {
                (0..<2_000).allSatisfy { _ in
                    UserDatabase.user(name)?.name == name && UserDatabase.group("root") == 0
                }
            }
        }
        for asker in askers { #expect(asker.join()) }
    }

    @Test("a user's groups begin with the one that is asked for, and each is there once")
    func groups() throws {
        let root = try #require(UserDatabase.user("root"))
        for first in [root.group, 4_123_456_789] {
            let groups = UserDatabase.groups(of: root, first: first)
            #expect(groups.first == first)
            #expect(Set(groups).count == groups.count)
        }
    }

    @Test("this process runs as whom the kernel says")
    func current() {
        #expect(Credentials.current.user == geteuid())
        #expect(Credentials.current.group == getegid())
        #expect(Credentials.isRoot == (geteuid() == 0))
    }
}

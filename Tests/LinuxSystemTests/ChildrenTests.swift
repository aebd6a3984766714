import Glibc
import Testing

@testable import LinuxSystem

@Suite("Children of this process")
struct ChildrenTests {
    @Test("are known until they are buried, and nobody else is one")
    func has() throws {
        for stranger in [0, 1, getpid(), getppid(), -1] { #expect(!Children.has(stranger)) }
        var child: pid_t = 0
        let name = strdup("sleep")
        let time = strdup("1000")
        defer {
            free(name)
            free(time)
        }
        try #require(posix_spawnp(&child, "sleep", nil, nil, [name, time, nil], environ) == 0)
        #expect(Children.has(child))
        kill(child, SIGKILL)
        var information = siginfo_t()
        waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT)
        #expect(Children.has(child))
        waitpid(child, nil, 0)
        #expect(!Children.has(child))
    }
}

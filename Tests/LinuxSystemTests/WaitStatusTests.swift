import Glibc
import LinuxSystem
import Testing

@Suite("How a process ended")
struct WaitStatusTests {
    @Test(
        "the end is told in the kernel's own terms",
        arguments: [
            (.exited(0), "exited with status 0"),
            (.exited(71), "exited with status 71"),
            (.killed(.kill, coreDumped: false), "was killed by signal KILL"),
            (.killed(Signal(rawValue: SIGSEGV), coreDumped: false), "was killed by signal SEGV"),
            (.killed(Signal(rawValue: SIGILL), coreDumped: true), "was killed by signal ILL and dumped core"),
            (.unknown, "ended in a way that is not known"),
        ] as [(WaitStatus, String)])
    func text(status: WaitStatus, expected: String) {
        #expect(status.description == expected)
    }

    @Test("only status 0 is success")
    func success() {
        #expect(WaitStatus.exited(0).isSuccess)
        #expect(!WaitStatus.exited(1).isSuccess)
        #expect(!WaitStatus.unknown.isSuccess)
        #expect(!WaitStatus.killed(.terminate, coreDumped: false).isSuccess)
    }

    @Test(
        "a signal has the name that kill(1) lists, and its number where it has none",
        arguments: [
            (.terminate, "TERM"), (.interrupt, "INT"), (.hangup, "HUP"), (.child, "CHLD"), (.alarm, "ALRM"),
            (.user1, "USR1"), (.user2, "USR2"), (.pipe, "PIPE"), (.quit, "QUIT"), (.kill, "KILL"),
            (Signal(rawValue: SIGABRT), "ABRT"), (Signal(rawValue: SIGBUS), "BUS"), (Signal(rawValue: SIGTRAP), "TRAP"),
            (Signal(rawValue: SIGFPE), "FPE"), (Signal(rawValue: 40), "40"), (Signal(rawValue: 0), "0"),
            (Signal(rawValue: 4_711), "4711"),
        ] as [(Signal, String)])
    func name(signal: Signal, expected: String) {
        #expect(signal.name == expected)
    }

    @Test("SIGIO is told by one of its two names")
    func io() {
        #expect(["IO", "POLL"].contains(Signal.io.name))
    }
}

import Glibc
import LinuxSystem
import Testing

@Suite("A program that a test starts")
struct StartedProgramTests {
    @Test("let go before its end, it goes with all that it started")
    func letGo() throws {
        var program: StartedProgram? = try StartedProgram(["/bin/sh", "-c", "sleep 60 & echo $!; wait"])
        let child = try #require(try program?.line().flatMap { pid_t($0) })
        let watch = try ProcessWatch(child)
        program = nil
        #expect(try watch.waitForEnd(within: .seconds(20)))
    }
}

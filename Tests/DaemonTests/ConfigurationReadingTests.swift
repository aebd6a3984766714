import DaemonConfiguration
import LinuxSystem
import Testing

@testable import Daemon
@testable import Prefork

@Suite("Which configuration it is")
struct ConfigurationReadingTests {
    @Test("is the file that was read last, and the built-in default where none was")
    func file() {
        let first = ConfigurationReading(.builtIn)
        #expect(first.file == nil && first.generation == 1)
        let second = first.next(DaemonPlan(sources: ["/etc/a.toml", "/etc/conf.d/b.toml"]))
        #expect(second.file == "/etc/a.toml" && second.generation == 2)
    }

    @Test("is known to the program that goes on with it", arguments: [["/etc/a.toml"], []])
    func handover(sources: [String]) throws {
        let reading = ConfigurationReading(DaemonPlan(sources: sources)).next(DaemonPlan(sources: sources))
        let handed = try #require(ConfigurationReading(HandoverRecord("configuration", reading.fields)))
        #expect(handed.file == reading.file && handed.generation == 2)
        #expect(handed.time.wholeMicroseconds == reading.time.wholeMicroseconds)
    }
}

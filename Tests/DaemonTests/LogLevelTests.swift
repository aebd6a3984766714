import Control
import DaemonConfiguration
import Testing

@Suite("Levels of the log")
struct LogLevelTests {
    @Test("are the same to operators as to the configuration")
    func same() {
        #expect(LogLevelWord.allCases.map(\.rawValue) == LogLevel.allCases.map(\.rawValue))
    }
}

import Testing

/// What the daemons of one test wrote, for the reader of its failure.
final class LogBook: Sendable {
    @TaskLocal static var current: LogBook?

    private let logs = Monitor<[(title: String, log: Transcript)]>([])

    func add(_ title: String, _ log: Transcript) {
        logs.change { $0.append((title, log)) }
    }

    /// The last lines of each.
    var text: String {
        logs.value.map { title, log in
            let lines = log.texts
            let shown = lines.suffix(60)
            let more = lines.count > shown.count ? ["(\(lines.count - shown.count) lines before)"] : []
            return (["\(title) wrote:"] + more + shown.map { String($0.prefix(200)) }).joined(separator: "\n  ")
        }.joined(separator: "\n")
    }
}

/// Adds to each failure what the daemons of the test wrote.
struct DaemonLogs: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
        testCase == nil ? nil : self
    }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let book = LogBook()
        let issues = IssueHandlingTrait.compactMapIssues { issue in
            var issue = issue
            issue.comments.append(Comment(rawValue: book.text))
            return issue
        }
        try await LogBook.$current.withValue(book) {
            try await issues.provideScope(for: test, testCase: testCase) {
                do {
                    try await function()
                } catch let error as ExpectationFailedError {
                    throw error
                } catch {
                    // What is thrown from here on would be told without the logs.
                    Issue.record(error, sourceLocation: test.sourceLocation)
                }
            }
        }
    }
}

extension Trait where Self == DaemonLogs {
    static var daemonLogs: Self { DaemonLogs() }
}

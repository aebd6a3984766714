/// What the log can be told to hold back: all that is less urgent.
package enum LogLevelWord: String, CaseIterable, Sendable {
    case debug, info, notice, warning, error
}

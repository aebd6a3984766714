import LoadClient

/// What a server is to do for a measure, whichever server it is.
package struct Work: Sendable, Hashable {
    package enum Handler: String, Sendable {
        /// Says one line and closes.
        case greeting
        /// Sends back what it is sent, until the client closes.
        case echo
        /// Starts a program, which says the line of a greeting and ends.
        case program = "a program for each connection"
    }

    package let handler: Handler
    /// Workers while nobody is there, and when all are.
    package let min: Int
    package let max: Int

    package init(_ handler: Handler, min: Int, max: Int) {
        self.handler = handler
        self.min = min
        self.max = max
    }

    package init(_ handler: Handler, workers: Int) {
        self.init(handler, min: workers, max: workers)
    }

    package static let message = "Smile from the server\n"
    /// A line, because some servers look for its end.
    package static let line = "x\n"
}

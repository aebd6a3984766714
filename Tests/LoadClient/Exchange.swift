/// What a client does with its connection, and what must come of it.
package struct Exchange: Sendable {
    /// Sent as soon as it is connected, and again in each further round.
    package var request: [UInt8]
    /// Exactly these bytes must come back, in each round.
    package var answer: [UInt8]
    /// Places in the answer that have any digit; each trace tells which number they made.
    package var digits: Range<Int> = 0..<0
    package var end: End
    /// No further round begins behind this time, of MonotonicClock in nanoseconds.
    package var lastRound = UInt64.max
    /// How long an answer may take, the connection's begin or its end among it.
    package var patience: Duration

    /// Who closes, and when.
    package enum End: Sendable {
        /// The server, behind its answer.
        case byServer
        /// The client, after so many rounds, each followed by a pause in which it holds the connection.
        case byClient(rounds: Int = 1, pause: Duration = .zero)
    }

    package init(request: [UInt8] = [], answer: [UInt8], end: End, patience: Duration = .seconds(20)) {
        precondition(!answer.isEmpty, "without an answer nobody knows that a connection was served")
        self.request = request
        self.answer = answer
        self.end = end
        self.patience = patience
    }

    /// The server speaks and closes.
    package static func greeting(_ answer: String) -> Exchange {
        Exchange(answer: Array(answer.utf8), end: .byServer)
    }

    /// The same, where `#` stands for any digit, and those are in a row.
    package static func greeting(numbered answer: String) -> Exchange {
        var exchange = greeting(answer)
        let places = exchange.answer.indices.filter { exchange.answer[$0] == UInt8(ascii: "#") }
        if let first = places.first, let last = places.last { exchange.digits = first..<last + 1 }
        return exchange
    }

    /// The server sends back what it is sent, until the client closes.
    package static func echo(_ text: String, rounds: Int = 1, pause: Duration = .zero) -> Exchange {
        Exchange(
            request: Array(text.utf8), answer: Array(text.utf8), end: .byClient(rounds: rounds, pause: pause))
    }
}

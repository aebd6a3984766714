package import Prefork

/// RFC 865: sends one of its quotes and closes, without regard to what the client sends.
package struct QuoteHandler: ConnectionHandler {
    private let quotes: [[UInt8]]

    /// - Parameter quotes: at least one. A line end is added where a quote has none.
    package init(quotes: [String]) {
        precondition(!quotes.isEmpty, "a quote of the day needs a quote")
        self.quotes = quotes.map { quote in
            let ended = quote.utf8.last == UInt8(ascii: "\n")
            return Array((ended ? quote : quote + "\r\n").utf8)
        }
    }

    package mutating func serve(_ connection: inout Connection) throws {
        guard let quote = quotes.randomElement() else { return }
        try connection.write(quote)
    }
}

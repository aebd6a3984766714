extension SourceText {
    /// The tree of the text, or the one error that ended it, in words of ours.
    func parse() throws(ConfigurationError) -> TOMLNode {
        do throws(TOMLDocument.SyntaxError) {
            return try TOMLDocument(text, file: file).root()
        } catch {
            if let redefinition = Redefinition(error, in: self) { throw redefinition.error }
            // toml++ places the end of a file behind its last line break.
            var place = error.place
            place.column = Line(of: place, in: text).column
            throw ConfigurationError(place: place, message: Self.readable(error.words))
        }
    }

    /// toml++ begins with capitals and may repeat any length of input.
    private static func readable(_ words: String) -> String {
        let text = words.droppingPrefix("Error while parsing ").map { "syntax error in " + $0 } ?? words
        let cut = text.unicodeScalars.prefix(160)
        return String(cut) + (cut.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }
}

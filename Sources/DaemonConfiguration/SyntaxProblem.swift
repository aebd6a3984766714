extension SourceText {
    /// The tree of the text, or the one error that ended it, in words of ours.
    func parse() throws(ConfigurationError) -> TOMLNode {
        let root: TOMLNode
        do throws(TOMLDocument.SyntaxError) {
            root = try TOMLDocument(text, file: file).root()
        } catch {
            // A text that was cut before a hazard may end in the middle of something.
            if let hazard, error.place.line >= hazard.place.line { throw hazard }
            if let redefinition = Redefinition(error, in: self) { throw redefinition.error }
            // toml++ places the end of a file behind its last line break.
            var place = error.place
            place.column = Line(of: place, in: text).column
            throw ConfigurationError(place: place, message: Self.readable(error.words))
        }
        if let hazard { throw hazard }
        return root
    }

    /// toml++ begins with capitals and may repeat any length of input.
    private static func readable(_ words: String) -> String {
        let text = words.droppingPrefix("Error while parsing ").map { "syntax error in " + $0 } ?? words
        let cut = text.unicodeScalars.prefix(160)
        return String(cut) + (cut.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }
}

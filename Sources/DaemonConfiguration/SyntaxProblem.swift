extension SourceText {
    /// The tree of the text, or the one error that ended it, in words of ours.
    func parse() throws(ConfigurationError) -> TOMLNode {
        do throws(TOMLDocument.SyntaxError) {
            return try TOMLDocument(text, file: file).root()
        } catch {
            throw Redefinition(error, in: self)?.error
                ?? ConfigurationError(place: error.place, message: Self.readable(error.words))
        }
    }

    /// toml++ begins with capitals and may repeat any length of input.
    private static func readable(_ words: String) -> String {
        let opening = "Error while parsing "
        let text = words.utf8.starts(with: opening.utf8) ? "syntax error in " + words.dropFirst(opening.count) : words
        let cut = text.unicodeScalars.prefix(160)
        return String(cut) + (cut.endIndex == text.unicodeScalars.endIndex ? "" : "…")
    }
}

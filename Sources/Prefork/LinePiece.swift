/// How a line that is too long for a record is cut.
package enum LinePiece {
    /// The length of the first piece of at most `limit` bytes; between two characters where there are any.
    package static func length(of line: ArraySlice<UInt8>, limit: Int) -> Int {
        guard line.count > limit else { return line.count }
        let longestCharacter = 4
        for length in (limit - longestCharacter + 1...limit).reversed()
        where line[line.startIndex + length] & 0b1100_0000 != 0b1000_0000 {
            return length
        }
        return limit
    }
}

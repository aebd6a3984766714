/// What a picture says of itself.
enum PNG {
    struct Size: Equatable {
        let width: Int
        let height: Int
    }

    /// nil for what is no whole picture.
    static func size(_ bytes: [UInt8]) -> Size? {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        guard bytes.starts(with: signature), bytes.suffix(8).starts(with: "IEND".utf8) else { return nil }
        let number = { (start: Int) in bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) } }
        return Size(width: number(16), height: number(20))
    }
}

/// The program without which another can't run, from the beginning of that one's file: execve(2), elf(5).
enum ProgramInterpreter {
    /// What stands behind "#!" in the first line of a script.
    static func script(_ start: ArraySlice<UInt8>) -> String? {
        guard start.starts(with: "#!".utf8) else { return nil }
        let line = start.prefix(longestLine).dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }
        let blank = " \t".utf8
        let word = line.drop { blank.contains($0) }.prefix { !blank.contains($0) && $0 != 0 }
        return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }

    /// The kernel looks no further.
    private static let longestLine = 255

    /// The dynamic linker of a program of this machine's own kind; nil for a static program too. Where it is missing, as
    /// in a chroot that was made for static programs, execve(2) says that of the program itself.
    static func linker(_ start: ArraySlice<UInt8>) -> String? {
        // Of 64 bits, and in this machine's byte order.
        let kind: [UInt8] = [0x7F, UInt8(ascii: "E"), UInt8(ascii: "L"), UInt8(ascii: "F"), 2, isLittleEndian ? 1 : 2]
        guard start.starts(with: kind) else { return nil }
        return start.withUnsafeBytes { file in
            guard let table = number(file, at: 32, UInt64.self), let size = number(file, at: 54, UInt16.self),
                let count = number(file, at: 56, UInt16.self)
            else { return nil }
            for index in 0..<Int(count) {
                guard let entry = Int(exactly: table).map({ $0 &+ index * Int(size) }),
                    let type = number(file, at: entry, UInt32.self)
                else { return nil }
                guard type == interpreterType else { continue }
                guard let offset = number(file, at: entry + 8, UInt64.self).flatMap({ Int(exactly: $0) }),
                    let length = number(file, at: entry + 32, UInt64.self).flatMap({ Int(exactly: $0) }),
                    length > 1, offset >= 0, offset <= file.count, length <= file.count - offset
                else { return nil }
                return String(decoding: file[offset..<offset + length - 1], as: UTF8.self)
            }
            return nil
        }
    }

    private static let interpreterType: UInt32 = 3
    private static let isLittleEndian = UInt16(1).littleEndian == 1

    private static func number<Number: FixedWidthInteger>(
        _ file: UnsafeRawBufferPointer, at offset: Int, _: Number.Type
    ) -> Number? {
        guard offset >= 0, offset <= file.count - MemoryLayout<Number>.size else { return nil }
        return file.loadUnaligned(fromByteOffset: offset, as: Number.self)
    }
}

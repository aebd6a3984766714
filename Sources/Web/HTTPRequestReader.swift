/// Puts a request together from the bytes as they come, and holds no more of them than a head may have.
package struct HTTPRequestReader {
    private var head: [UInt8] = []

    /// A request line with its fields may be so long.
    package static let longestHead = 8_192
    private static let lineEnd = Array("\r\n".utf8)

    package enum Outcome: Hashable, Sendable {
        case request(HTTPRequest)
        case refused(HTTPStatus)
        /// Whoever it was has gone without a word.
        case gone
    }

    package init() {}

    package var isEmpty: Bool { head.isEmpty }

    /// Takes what came; nothing is the client's end.
    /// - Returns: nil where there is more to come.
    package mutating func take(_ bytes: some Collection<UInt8>) -> Outcome? {
        guard !bytes.isEmpty else { return head.isEmpty ? .gone : .refused(.badRequest) }
        let known = head.count
        head += bytes.prefix(Self.longestHead + 1 - known)
        guard let end = end(from: max(0, known - 3)) else {
            guard head.count > Self.longestHead else { return nil }
            return .refused(head.contains(UInt8(ascii: "\n")) ? .headTooLarge : .targetTooLong)
        }
        do throws(HTTPStatus) {
            return .request(try HTTPRequest(head: head[..<end]))
        } catch {
            return .refused(error)
        }
    }

    /// Where the two line ends are that end a head.
    private func end(from start: Int) -> Int? {
        var index = start
        while index + 4 <= head.count {
            if head[index..<(index + 2)] == Self.lineEnd[...], head[(index + 2)..<(index + 4)] == Self.lineEnd[...] {
                return index
            }
            index += 1
        }
        return nil
    }
}

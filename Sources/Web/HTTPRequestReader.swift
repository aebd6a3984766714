/// Puts a request together from the bytes as they come, and holds no more of them than a head may have.
package struct HTTPRequestReader {
    private var head: [UInt8] = []

    /// A request line with its fields may be so long.
    package static let longestHead = 8_192

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
        guard let end = end(from: max(0, known - 2)) else {
            guard head.count > Self.longestHead else { return nil }
            return .refused(head.contains(UInt8(ascii: "\n")) ? .headTooLarge : .targetTooLong)
        }
        do throws(HTTPStatus) {
            return .request(try HTTPRequest(head: head[..<end]))
        } catch {
            return .refused(error)
        }
    }

    /// Where the LF is that an empty line follows, which ends the head.
    private func end(from start: Int) -> Int? {
        let head = head.prefix(Self.longestHead)
        return head.indices[start...].first { index in
            let rest = head[index...].dropFirst()
            return head[index] == UInt8(ascii: "\n")
                && (rest.first == UInt8(ascii: "\n") || rest.starts(with: "\r\n".utf8))
        }
    }
}

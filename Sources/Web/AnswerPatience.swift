/// How long a client may take for an answer: as long as it goes on taking some of it, and not for ever.
struct AnswerPatience {
    private let pause: Duration
    private let last: Duration
    private var left: Int
    /// Who has not taken more by then is given up.
    private(set) var end: Duration

    /// - Parameters:
    ///   - pause: how long the client may take nothing.
    ///   - longest: how long it may take for all.
    ///   - count: the bytes of the answer.
    init(_ pause: Duration, longest: Duration, of count: Int, now: Duration) {
        (self.pause, left) = (pause, count)
        last = now + longest
        end = min(now + pause, last)
    }

    /// - Parameter left: the bytes that the client does not have yet.
    mutating func see(_ left: Int, now: Duration) {
        guard left < self.left else { return }
        self.left = left
        end = min(now + pause, last)
    }
}

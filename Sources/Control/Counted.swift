/// A number with its noun, and the verb that agrees with it: "1 worker is", "2 workers are".
package struct Counted: CustomStringConvertible {
    package let description: String

    /// - Parameters:
    ///   - noun: for one of them; an s makes it more.
    ///   - verb: for one of them and for more.
    package init(_ count: some BinaryInteger, _ noun: String, _ verb: (one: String, more: String)? = nil) {
        let isOne = count == 1
        let words = ["\(count)", isOne ? noun : "\(noun)s"] + (verb.map { [isOne ? $0.one : $0.more] } ?? [])
        description = words.joined(separator: " ")
    }
}

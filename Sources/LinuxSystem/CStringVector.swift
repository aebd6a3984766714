import Glibc

/// Strings in the form in which a program is given its arguments and its environment, kept from start to start.
package final class CStringVector {
    // The null pointer at the end is one of them.
    private var pointers: [UnsafeMutablePointer<CChar>?] = [nil]

    package init(_ strings: some Sequence<String> = []) {
        for string in strings { append(string) }
    }

    deinit {
        removeAll(after: 0)
    }

    package var count: Int { pointers.count - 1 }

    package func append(_ string: String) {
        pointers.insert(strdup(string), at: count)
    }

    /// Keeps the first `kept` strings.
    package func removeAll(after kept: Int) {
        for index in kept..<count { free(pointers[index]) }
        pointers.removeSubrange(kept..<count)
    }

    func withPointers<Result>(_ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result) -> Result {
        // There is always the null pointer, so there is a first element.
        pointers.withUnsafeMutableBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
    }
}

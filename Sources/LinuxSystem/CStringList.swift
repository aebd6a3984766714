import Glibc

/// Lists of strings that a C library allocates and leaves to its caller.
package enum CStringList {
    /// Copies a list that ends with a null pointer, and frees it.
    package static func take(_ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> [String] {
        guard let list else { return [] }
        var strings: [String] = []
        while let string = list[strings.count] {
            strings.append(String(cString: string))
            free(string)
        }
        free(list)
        return strings
    }
}

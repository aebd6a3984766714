/// Why an element of a list is refused.
struct Rejection: Error {
    let reason: String
}

/// Reads every element, so that all that are wrong are told; nil where one is.
func readList<Element>(
    _ node: TOMLNode, _ key: String, _ noun: String, _ problems: inout Problems,
    _ element: (String) throws(Rejection) -> Element
) -> [Element]? {
    let nodes = node.elements
    guard !nodes.isEmpty else {
        problems.report("\"\(key)\" must not be empty", at: node.place)
        return nil
    }
    let values: [Element] = nodes.compactMap { node in
        guard case .string(let text) = node.value else {
            problems.reportType(of: node, key: key, wanted: noun)
            return nil
        }
        do throws(Rejection) {
            return try element(text)
        } catch {
            problems.report(error.reason, at: node.place)
            return nil
        }
    }
    return values.count == nodes.count ? values : nil
}

/// As an array of TOML.
func list(_ texts: [String]) -> String {
    "[" + texts.map { Escaping.literal($0) }.joined(separator: ", ") + "]"
}

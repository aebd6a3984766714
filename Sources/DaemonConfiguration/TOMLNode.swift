import CTOML

/// A parsed document; its nodes keep it alive, because they point into its memory.
final class TOMLDocument {
    private let reference: ctoml_document_ref
    private let file: String?

    /// The place where the parser gave up, and its own words.
    struct SyntaxError: Error {
        let place: Place
        let words: String
    }

    init(_ text: String, file: String?) {
        var text = text
        self.file = file
        reference = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { ctoml_parse($0.baseAddress, $0.count) }
        }
    }

    deinit {
        ctoml_free(reference)
    }

    func root() throws(SyntaxError) -> TOMLNode {
        var words = ctoml_text()
        var position = ctoml_position()
        if ctoml_error(reference, &words, &position) {
            throw SyntaxError(place: Place(file: file, position), words: String(words))
        }
        return TOMLNode(document: self, file: file, reference: ctoml_root(reference))
    }
}

/// A value of a TOML document, with its place.
struct TOMLNode {
    fileprivate let document: TOMLDocument
    fileprivate let file: String?
    fileprivate let reference: ctoml_node_ref

    enum Value {
        case table([TOMLMember])
        case array([TOMLNode])
        case string(String)
        case integer(Int)
        case boolean(Bool)
        case float
        case dateTime
    }

    var place: Place { Place(file: file, ctoml_node_position(reference)) }

    var value: Value {
        switch ctoml_node_kind(reference) {
        case CTOML_TABLE: .table(members)
        case CTOML_ARRAY: .array(children)
        case CTOML_STRING: .string(String(ctoml_node_string(reference)))
        case CTOML_INTEGER: .integer(Int(ctoml_node_integer(reference)))
        case CTOML_BOOLEAN: .boolean(ctoml_node_boolean(reference))
        case CTOML_FLOAT: .float
        default: .dateTime
        }
    }

    private var children: [TOMLNode] {
        (0..<ctoml_node_count(reference)).map {
            TOMLNode(document: document, file: file, reference: ctoml_node_child(reference, $0))
        }
    }

    private var members: [TOMLMember] {
        let members = children.enumerated().map { index, child in
            TOMLMember(
                key: String(ctoml_node_key(reference, index)),
                place: Place(file: file, ctoml_node_key_position(reference, index)), node: child)
        }
        return members.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }
}

/// A key of a table and its value; members come in the order in which they were written.
struct TOMLMember {
    let key: String
    /// Where the key stands.
    let place: Place
    let node: TOMLNode
}

extension TOMLNode {
    /// What the node is, for `must be an integer, not …`.
    var kind: String {
        switch value {
        case .table: "a table"
        case .array: "an array"
        case .string: "a string"
        case .integer: "an integer"
        case .boolean: "a boolean"
        case .float: "a float"
        case .dateTime: "a date or time"
        }
    }

    /// The elements of an array, or the node itself where one value may stand for a list of one.
    var elements: [TOMLNode] {
        if case .array(let elements) = value { elements } else { [self] }
    }
}

extension Place {
    fileprivate init(file: String?, _ position: ctoml_position) {
        self.init(file: file, line: Int(position.line), column: Int(position.column))
    }
}

extension String {
    fileprivate init(_ text: ctoml_text) {
        let bytes = UnsafeRawBufferPointer(start: text.bytes, count: text.length)
        self.init(decoding: bytes, as: UTF8.self)
    }
}

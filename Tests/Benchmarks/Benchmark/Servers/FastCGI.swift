/// As much of FastCGI as one request needs: https://fastcgi-archives.github.io/FastCGI_Specification.html
enum FastCGI {
    private enum Kind: UInt8 {
        case beginRequest = 1
        case endRequest = 3
        case parameters = 4
        case input = 5
        case output = 6
    }

    /// A GET of a script, on a connection that the server is to keep.
    static func request(script: String) -> [UInt8] {
        let responder: [UInt8] = [0, 1]
        let keepsConnection: UInt8 = 1
        let parameters = [
            ("SCRIPT_FILENAME", script), ("SCRIPT_NAME", script), ("REQUEST_METHOD", "GET"),
        ]
        return record(.beginRequest, responder + [keepsConnection, 0, 0, 0, 0, 0])
            + record(.parameters, parameters.flatMap { pair($0.0, $0.1) }) + record(.parameters, [])
            + record(.input, [])
    }

    /// All that comes of a request whose script wrote `output` and succeeded.
    static func answer(_ output: String) -> [UInt8] {
        record(.output, Array(output.utf8)) + record(.endRequest, Array(repeating: 0, count: 8))
    }

    private static func record(_ kind: Kind, _ content: [UInt8]) -> [UInt8] {
        let (version, request): (UInt8, [UInt8]) = (1, [0, 1])
        let padding = (8 - content.count % 8) % 8
        let length = [UInt8(content.count >> 8), UInt8(content.count & 0xff)]
        return [version, kind.rawValue] + request + length + [UInt8(padding), 0] + content
            + Array(repeating: 0, count: padding)
    }

    /// Name and value, each shorter than 128 bytes.
    private static func pair(_ name: String, _ value: String) -> [UInt8] {
        [UInt8(name.utf8.count), UInt8(value.utf8.count)] + Array(name.utf8) + Array(value.utf8)
    }
}

internal import LinuxSystem
internal import Prefork
internal import SystemPackage

/// One request and its answer on a connection. A client that writes slowly holds a worker for no longer than its patience,
/// one that takes nothing of the answer neither.
struct HTTPExchange {
    let names: OwnNames
    var patience = Duration.seconds(5)
    /// How long somebody may take for an answer who goes on taking some of it.
    var longest = Duration.seconds(60)

    private static let share = 2_048

    /// - Parameter answer: what there is at a path, for GET; nil: nothing.
    func serve(_ connection: inout Connection, answer: (_ path: String) -> HTTPResponse?) throws(Errno) {
        let outcome = try request(connection: &connection)
        var isHead = false
        let response: HTTPResponse
        switch outcome {
        case .gone: return
        case .refused(let status): response = HTTPResponse(status)
        case .request(let request):
            isHead = request.method == "HEAD"
            response =
                names.include(request.authority, at: try connection.local)
                ? Self.response(to: request, answer) : HTTPResponse(.misdirected, because: OwnNames.refusal)
        }
        let bytes = response.bytes(withBody: !isHead, at: WallClock.secondsSince1970())
        try connection.write(
            bytes, AnswerPatience(patience, longest: longest, of: bytes.count, now: MonotonicClock.now()))
    }

    private func request(connection: inout Connection) throws(Errno) -> HTTPRequestReader.Outcome {
        var reader = HTTPRequestReader()
        let end = MonotonicClock.now() + patience
        while Socket.waitReadable(connection.descriptor, until: end) {
            if let outcome = reader.take(try connection.read(upTo: Self.share)) { return outcome }
            if MonotonicClock.now() >= end { break }
        }
        // Who opens a connection ahead of need is not told that it was too early.
        return reader.isEmpty ? .gone : .refused(.requestTimeout)
    }

    private static func response(to request: HTTPRequest, _ answer: (String) -> HTTPResponse?) -> HTTPResponse {
        guard request.method == "GET" || request.method == "HEAD" else {
            var response = HTTPResponse(.methodNotAllowed)
            response.fields.append(("Allow", "GET, HEAD"))
            return response
        }
        return answer(request.path) ?? HTTPResponse(.notFound)
    }
}

extension Connection {
    /// Writes all of `bytes` unless the client takes too long about it.
    fileprivate mutating func write(_ bytes: [UInt8], _ patience: AnswerPatience) throws(Errno) {
        var (rest, patience) = (bytes[...], patience)
        while !rest.isEmpty {
            if Socket.waitWritable(descriptor, until: patience.end) {
                let count = try rest.span.withUnsafeBytes { bytes throws(Errno) in try writeIfRoom(bytes) }
                rest = rest.dropFirst(count ?? 0)
            }
            let now = MonotonicClock.now()
            patience.see(rest.count + Socket.unsent(descriptor), now: now)
            if now >= patience.end { throw .timedOut }
        }
    }
}

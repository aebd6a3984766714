internal import Control
package import Prefork

/// Shows people how the daemon is: a page for browsers at /, and the same as JSON at /status.json. Nothing on it changes
/// anything.
package struct StatusHandler: ConnectionHandler {
    private let query: StatusQuery
    private let names: OwnNames

    /// - Parameter hosts: names by which it is asked, besides those that this machine has for itself.
    package init(_ query: StatusQuery, hosts: [String] = []) {
        self.query = query
        names = OwnNames(hosts)
    }

    package mutating func serve(_ connection: inout Connection) throws {
        try HTTPExchange(names: names).serve(&connection) { path in
            guard var response = answer(at: path) else { return nil }
            response.fields += PageSecurity.fields
            return response
        }
    }

    private func answer(at path: String) -> HTTPResponse? {
        switch path {
        case "/": page()
        case "/status.json": document()
        default: PageFile.all.first { $0.path == path }.map(HTTPResponse.init(file:))
        }
    }

    /// Where there is nothing to show yet, it looks again by itself.
    private func page() -> HTTPResponse {
        let status = query.status()
        let page = StatusPage(status: status, events: status == nil ? [] : query.events() ?? [])
        return HTTPResponse(
            status == nil ? .unavailable : .ok, type: "text/html; charset=utf-8", body: page.html.description)
    }

    private func document() -> HTTPResponse {
        guard let document = query.document() else { return .unanswered }
        return HTTPResponse(.ok, type: "application/json", body: document.json.text)
    }
}

extension HTTPResponse {
    fileprivate init(file: PageFile) {
        self.init(.ok, type: file.type, body: file.bytes)
    }
}

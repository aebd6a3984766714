import Control

/// The status page in a browser, and a daemon that has one.
extension Browser {
    static func configuration(port: UInt16 = 0, more: String = "") -> String {
        """
        [service.hi]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "hi"
        workers = { min = 3, max = 4 }
        [service.status]
        listen = "127.0.0.1:\(port)"
        handler = "status"
        workers = { min = 4, max = 8 }
        \(more)
        """
    }

    // MARK: Expressions of the page

    static let updated = "document.body.dataset.updates >= 2"

    static func cells(_ service: String, _ state: String) -> String {
        "document.querySelectorAll('#service-\(service) .cells i.\(state)').length"
    }

    // MARK: What is on it

    func text(_ selector: String) throws -> String {
        guard case .string(let text) = try value("document.querySelector('\(selector)').textContent") else {
            throw Absent(wanted: selector, limit: nil)
        }
        return text
    }

    /// Has the page's script read another document than the daemon's own, which `change` makes of it.
    func change(_ change: String) throws {
        try prepare(
            """
            const real = Response.prototype.json;
            Response.prototype.json = async function () {
              const document = await real.call(this);
              \(change)
              return document;
            };
            """)
    }
}

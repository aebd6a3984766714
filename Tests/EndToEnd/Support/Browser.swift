import Control
import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

/// Chromium without a screen, with one page, driven by its own protocol over two pipes; it ends with its owner.
final class Browser {
    private let folder: TemporaryFolder
    private let child: Child
    private let orders: Descriptor
    private let reports: Descriptor
    private var input: [UInt8] = []
    private var lastOrder: Int64 = 0
    private var session: String?
    /// What the page was refused, or did wrong.
    private(set) var complaints: [String] = []

    private static let patience = Duration.seconds(60)

    init() throws {
        folder = try TemporaryFolder()
        let toBrowser = try Pipe()
        let fromBrowser = try Pipe()
        var launch = Launch(
            program: "chromium",
            arguments: [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-breakpad",
                "--no-first-run", "--remote-debugging-pipe", "--user-data-dir=\(folder.path("profile"))",
            ], environment: ["HOME=\(folder.path)"])
        let (input, output) = (try HighDescriptor(toBrowser.readEnd), try HighDescriptor(fromBrowser.writeEnd))
        launch.descriptors = [3: input.number, 4: output.number]
        child = try Child(launch)
        orders = toBrowser.takeWriteEnd()
        reports = fromBrowser.takeReadEnd()
        let target = try order("Target.createTarget", ["url": .string("about:blank")])["targetId"]
        let attached = try order("Target.attachToTarget", ["targetId": target ?? .null, "flatten": .bool(true)])
        guard case .string(let session)? = attached["sessionId"] else { throw Absent(wanted: "a page", limit: nil) }
        self.session = session
        for domain in ["Page", "Runtime", "Log"] { try order("\(domain).enable") }
    }

    deinit {
        // Its folder goes when nobody writes into it any more.
        child.sendToGroup(SIGKILL)
        _ = try? child.waitForEnd()
        try? eventually("the end of its processes") { kill(-child.pid, 0) != 0 }
    }

    func open(_ address: SocketAddress) throws {
        try order("Page.navigate", ["url": .string("http://\(address)/")])
    }

    /// Runs before the page's own scripts.
    func prepare(_ script: String) throws {
        try order("Page.addScriptToEvaluateOnNewDocument", ["source": .string(script)])
    }

    func resize(_ width: Int64, _ height: Int64) throws {
        try order(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(width), "height": .integer(height), "deviceScaleFactor": .integer(1),
                "mobile": .bool(width < 500),
            ])
    }

    func prefer(_ scheme: String) throws {
        let feature = JSON.object([.init("name", .string("prefers-color-scheme")), .init("value", .string(scheme))])
        try order("Emulation.setEmulatedMedia", ["features": .array([feature])])
    }

    func disableScripts() throws {
        try order("Emulation.setScriptExecutionDisabled", ["value": .bool(true)])
    }

    /// What an expression is worth in the page.
    func value(_ expression: String) throws -> JSON {
        let answer = try order(
            "Runtime.evaluate", ["expression": .string(expression), "returnByValue": .bool(true)])
        guard answer["exceptionDetails"] == nil else { throw Absent(wanted: "a value in \(answer.text)", limit: nil) }
        return answer["result"]?["value"] ?? .null
    }

    /// Waits until an expression is true in the page, which may not have what is in it yet.
    func wait(until expression: String) throws {
        let attempt = "(() => { try { return Boolean(\(expression)) } catch { return false } })()"
        try eventually(expression, within: Self.patience) { try value(attempt) == .bool(true) }
    }

    func screenshot() throws -> [UInt8] {
        guard case .string(let data)? = try order("Page.captureScreenshot")["data"] else { return [] }
        return Base64.decode(data)
    }

    /// Has the browser do something, and waits for what comes of it.
    @discardableResult
    private func order(_ method: String, _ parameters: KeyValuePairs<String, JSON> = [:]) throws -> JSON {
        lastOrder += 1
        var members: [JSON.Member] = [
            .init("id", .integer(lastOrder)), .init("method", .string(method)),
            .init("params", .object(parameters.map { .init($0.key, $0.value) })),
        ]
        if let session { members.append(.init("sessionId", .string(session))) }
        var rest = (Array(JSON.object(members).text.utf8) + [0])[...]
        while !rest.isEmpty { rest = rest.dropFirst(try rest.withUnsafeBytes { try orders.write($0) }) }
        while true {
            let report = try nextReport()
            guard report["id"] == .integer(lastOrder) else {
                note(report)
                continue
            }
            if let error = report["error"] { throw Absent(wanted: "\(method): \(error.text)", limit: nil) }
            return report["result"] ?? .null
        }
    }

    private func note(_ report: JSON) {
        let parameters = report["params"]
        switch report["method"] {
        case .string("Runtime.exceptionThrown"): complaints.append(report.text)
        case .string("Log.entryAdded"): complaints.append(parameters?["entry"]?.text ?? "")
        case .string("Runtime.consoleAPICalled") where parameters?["type"] != .string("log"):
            complaints.append(report.text)
        default: break
        }
    }

    /// Each ends with a zero.
    private func nextReport() throws -> JSON {
        while true {
            if let end = input.firstIndex(of: 0) {
                defer { input.removeFirst(end + 1) }
                return try JSONReader.read(input[..<end])
            }
            guard try reports.waitReadable(timeout: Self.patience) else {
                throw Absent(wanted: "a word of the browser", limit: Self.patience)
            }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = try buffer.withUnsafeMutableBytes { try reports.read(into: $0) }
            guard count > 0 else { throw Absent(wanted: "a browser", limit: nil) }
            input += buffer.prefix(count)
        }
    }
}

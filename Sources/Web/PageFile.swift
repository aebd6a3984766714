/// One of the files of the page, which are in Page and go into the program as they are.
struct PageFile: Sendable {
    let path: String
    let type: String
    let bytes: [UInt8]

    private static let script = "text/javascript; charset=utf-8"

    static let all = [
        PageFile(path: "/icon.svg", type: "image/svg+xml", bytes: PackageResources.icon_svg),
        PageFile(path: "/status.css", type: "text/css; charset=utf-8", bytes: PackageResources.status_css),
        PageFile(path: "/status.js", type: script, bytes: PackageResources.status_js),
        PageFile(path: "/service.js", type: script, bytes: PackageResources.service_js),
        PageFile(path: "/scoreboard.js", type: script, bytes: PackageResources.scoreboard_js),
        PageFile(path: "/rates.js", type: script, bytes: PackageResources.rates_js),
        PageFile(path: "/text.js", type: script, bytes: PackageResources.text_js),
    ]
}

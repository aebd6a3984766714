/// Who runs the commands of README.md, so that one that nobody runs makes a test fail.
enum ReadmeCommands {
    /// Sections whose every command ReadmeTests runs, with the built programs in the place of `swift run`.
    static let sectionsRunHere = ["Try it", "Configuration"]

    /// Commands of the other sections. Tests/Packaging runs each of them on a booted systemd: whoever adds one
    /// here adds it there.
    static let onSystemd = [
        "packaging/build-dependencies --package && packaging/build-deb /tmp",
        "dpkg -i /tmp/preforkd_*.deb",
        "systemctl start preforkd",
        "preforkctl connect",
        "systemctl reload preforkd",
        "preforkctl status",
        "preforkctl workers smile",
        "preforkctl events -n 50",
        "preforkctl scale smile --min 8",
        "journalctl -u preforkd",
        "journalctl -u preforkd PREFORKD_SERVICE=smile -o json",
        "journalctl -u preforkd REMOTE_ADDR=127.0.0.1",
        "journalctl -x -u preforkd -p warning",
    ]
}

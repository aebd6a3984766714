/// The control group of this process, in the unified hierarchy (cgroup v2), and the groups above it.
package struct ControlGroup: Hashable, Sendable {
    /// The group's own folder first, then each above it, down to the root of what is mounted.
    package let folders: [String]

    /// nil on a machine with cgroup v1 or none, and for a group that is out of sight.
    /// - Parameter root: where the files of the system are found, for tests.
    package init?(root: String = "") {
        let mount = root + "/sys/fs/cgroup"
        guard FileContents.exists(mount + "/cgroup.controllers"),
            let text = FileContents.text(root + "/proc/self/cgroup"),
            let path = Self.path(in: text)
        else { return nil }
        self.init(path: path, mount: mount)
    }

    init(path: String, mount: String) {
        var names = path.split(separator: "/")
        var folders: [String] = []
        while true {
            folders.append(([mount[...]] + names).joined(separator: "/"))
            if names.isEmpty { break }
            names.removeLast()
        }
        self.folders = folders
    }

    /// The path behind `0::` in the text of /proc/self/cgroup; nil where it leads out of this namespace.
    package static func path(in text: String) -> String? {
        for line in text.split(separator: "\n") where line.utf8.starts(with: "0::/".utf8) {
            let path = String(line.dropFirst(3))
            return path.split(separator: "/").contains("..") ? nil : path
        }
        return nil
    }

    /// What follows a key in a file of lines such as `oom_kill 3`.
    package static func value(_ key: String, in text: String) -> Int? {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == key { return Int(words[1]) }
        }
        return nil
    }

    /// A file of the group's own folder.
    package func text(_ name: String) -> String? {
        folders.first.flatMap { FileContents.text("\($0)/\(name)") }
    }
}

import LinuxSystem
import TestSupport
import Testing

@Suite("The control group of a process")
struct ControlGroupTests {
    static let paths: [(String, String?)] = [
        ("0::/\n", "/"),
        ("0::/system.slice/preforkd.service\n", "/system.slice/preforkd.service"),
        ("12:pids:/a\n1:name=systemd:/a\n0::/b c\n", "/b c"),
        ("4:memory:/process\n8:pids:/\n", nil),
        ("0::/../outside\n", nil),
        ("0::relative\n", nil),
        ("", nil),
        ("garbage", nil),
    ]

    @Test("is found behind 0::, unless it is out of sight", arguments: paths)
    func path(text: String, expected: String?) {
        #expect(ControlGroup.path(in: text) == expected)
    }

    @Test("has its own folder and those above it")
    func folders() throws {
        let tree = try TemporaryFolder()
        try tree.write("proc/self/cgroup", "0::/a.slice/b.service\n")
        try tree.write("sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n")
        let mount = "\(tree.path)/sys/fs/cgroup"
        #expect(
            ControlGroup(root: tree.path)?.folders == ["\(mount)/a.slice/b.service", "\(mount)/a.slice", mount])
        try tree.write("proc/self/cgroup", "0::/\n")
        #expect(ControlGroup(root: tree.path)?.folders == [mount])
    }

    @Test("is unknown with cgroup v1, and where nothing is mounted or told")
    func unknown() throws {
        let tree = try TemporaryFolder()
        #expect(ControlGroup(root: tree.path) == nil)
        try tree.write("proc/self/cgroup", "4:memory:/\n0::/\n")
        #expect(ControlGroup(root: tree.path) == nil)
        try tree.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1048576\n")
        #expect(ControlGroup(root: tree.path) == nil)
        try tree.write("sys/fs/cgroup/cgroup.controllers", "")
        #expect(ControlGroup(root: tree.path) != nil)
    }

    static let keyed: [(String, Int?)] = [
        ("oom 1\noom_kill 3\n", 3), ("oom_kill_group 5\n", nil), ("oom_kill\n", nil), ("oom_kill x\n", nil),
        ("oom_kill 1 2\n", nil), ("", nil),
    ]

    @Test("a key's number is read from lines of keys and numbers", arguments: keyed)
    func keyedFile(text: String, expected: Int?) {
        #expect(ControlGroup.value("oom_kill", in: text) == expected)
    }

    @Test("its own files can be read as text")
    func text() throws {
        let tree = try TemporaryFolder()
        try tree.write("proc/self/cgroup", "0::/a\n")
        try tree.write("sys/fs/cgroup/cgroup.controllers", "")
        try tree.write("sys/fs/cgroup/a/memory.events", "oom_kill 2\n")
        let group = try #require(ControlGroup(root: tree.path))
        #expect(group.text("memory.events") == "oom_kill 2\n")
        #expect(group.text("memory.max") == nil)
    }

    @Test("tells the bounds of each group that has one, from its own on")
    func bounds() throws {
        let tree = try TemporaryFolder()
        try tree.write("proc/self/cgroup", "0::/a/b/c\n")
        try tree.write("sys/fs/cgroup/cgroup.controllers", "")
        try tree.write("sys/fs/cgroup/a/pids.max", "500\n")
        try tree.write("sys/fs/cgroup/a/pids.current", "20\n")
        try tree.write("sys/fs/cgroup/a/b/pids.max", "max\n")
        try tree.write("sys/fs/cgroup/a/b/pids.current", "15\n")
        try tree.write("sys/fs/cgroup/a/b/c/pids.max", "100\n")
        try tree.write("sys/fs/cgroup/a/b/c/pids.current", "90\n")
        let bounds = try #require(ControlGroup(root: tree.path)).bounds
        #expect(bounds.map(\.processes) == [Stock(total: 100, used: 90), Stock(total: 500, used: 20)])
    }
}

import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("packaging/build-dependencies")
struct BuildDependenciesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try script("dpkg-query", "case \"$*\" in *libsystemd-dev) exit 1 ;; *) printf installed ;; esac")
        try script("apt-get", "echo \"apt-get $*\"")
        try script("id", "echo 0")
    }

    @Test("where all is there, nothing is changed and nothing said")
    func allThere() throws {
        try script("dpkg-query", "printf installed")
        for options in [[], ["--tests"], ["--package"], ["--tests", "--package"]] {
            let answer = try run(options)
            #expect(answer.status.isSuccess && answer.output.isEmpty, "\(options): \(answer)")
        }
    }

    @Test("what is missing is installed, without fetching lists that are good enough")
    func installs() throws {
        let answer = try run([])
        #expect(answer.status.isSuccess)
        #expect(answer.lines.dropFirst() == ["apt-get install --yes --no-install-recommends libsystemd-dev"])
    }

    @Test("where the lists are missing or too old, they are fetched and it is tried again")
    func fetchesLists() throws {
        try script(
            "apt-get",
            """
            echo "apt-get $*"
            [ "$1" = update ] && : > '\(folder.path("updated"))'
            [ -e '\(folder.path("updated"))' ]
            """)
        let answer = try run([])
        #expect(answer.status.isSuccess)
        let install = "apt-get install --yes --no-install-recommends libsystemd-dev"
        #expect(answer.lines.dropFirst() == [install, "apt-get update", install])
    }

    @Test("what can't be installed is a failure")
    func fails() throws {
        try script("apt-get", "exit 100")
        #expect(try run([]).status == .exited(100))
    }

    @Test("who is not root installs by sudo")
    func sudo() throws {
        try script("id", "echo 1000")
        try script("sudo", "echo \"by sudo: $*\"")
        let answer = try run([])
        let command = "apt-get install --yes --no-install-recommends libsystemd-dev"
        #expect(answer.status.isSuccess)
        #expect(answer.lines.last == "by sudo: env DEBIAN_FRONTEND=noninteractive \(command)")
    }

    @Test("an unknown option is wrong usage")
    func usage() throws {
        #expect(try run(["--all"]).status == .exited(64))
    }

    /// Puts a script in the place of a program.
    private func script(_ name: String, _ text: String) throws {
        let path = try folder.write(name, "#!/bin/sh\n\(text)\n")
        chmod(path, 0o755)
    }

    private func run(_ options: [String]) throws -> Machine.Answer {
        let root = String(#filePath.dropLast("/Tests/Packaging/BuildDependenciesTests.swift".count))
        let program = try StartedProgram(
            ["\(root)/packaging/build-dependencies"] + options, environment: ["PATH=\(folder.path):/usr/bin:/bin"])
        program.endInput()
        let output = try program.rest()
        return Machine.Answer(status: try program.end(), output: output)
    }
}

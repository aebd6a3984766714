import Glibc
import LinuxSystem
import SystemPackage
import Testing

@testable import Control

@Suite("The file of the control socket")
struct PathTests {
    private let stage: ControlStage

    init() throws {
        stage = try ControlStage()
    }

    private func reason(_ path: String) -> String {
        do throws(ControlListener.Refusal) {
            _ = try ControlListener.bind(path, access: ControlStage.access)
            return ""
        } catch {
            return error.description
        }
    }

    @Test("a second daemon leaves that of the first alone")
    func twoDaemons() throws {
        #expect(reason(stage.path).contains("somebody answers"))
        let client = try stage.client("status\n")
        stage.reply(try stage.requests(1)[0].ticket, .end(.ok))
        #expect(try client.readAll() == "{\"end\":\"ok\"}\n")
    }

    @Test("one that a dead daemon left is replaced, and removed at the end")
    func leftOver() throws {
        let path = stage.path + ".old"
        do {
            let dead = try Socket.make(.unix)
            try Socket.bind(dead, to: try SocketAddress(unixPath: path))
        }
        #expect(FileContents.exists(path))
        #expect(reason(path) == "")
        #expect(!FileContents.exists(path))
    }

    @Test("a file that is no socket is left alone")
    func file() throws {
        let path = stage.path + ".file"
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        defer { unlink(path) }
        #expect(reason(path).contains("no socket"))
        #expect(FileContents.exists(path))
    }

    @Test("a folder that is not there is a reason, and no more")
    func noFolder() {
        #expect(reason("/nowhere/control.sock").contains("No such file"))
    }

    @Test("nobody but its user may open it")
    func mode() {
        var status = stat()
        #expect(lstat(stage.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test("a client tells a daemon that is not there from one that does not answer")
    func client() throws {
        do throws(ControlClient.Failure) {
            var client = try ControlClient(stage.path, asking: .status, limit: .milliseconds(1))
            _ = try client.nextLine()
            Issue.record("nobody answers")
        } catch {
            guard case .tooLate = error else {
                Issue.record("\(error)")
                return
            }
        }
        do throws(ControlClient.Failure) {
            _ = try ControlClient(stage.path + ".none", asking: .status, limit: nil)
            Issue.record("nobody is there")
        } catch {
            guard case .notRunning = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}

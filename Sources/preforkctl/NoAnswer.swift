import Control
import LinuxSystem

/// Why a request was not answered, or not with what was asked for.
struct NoAnswer: Error {
    let status: ExitStatus
    let reasons: [String]

    func tell() {
        for reason in reasons { StandardStream.error.write("preforkctl: \(reason.withoutControls)\n") }
    }

    init(_ status: ExitStatus, _ reasons: [String]) {
        self.status = status
        self.reasons = reasons
    }

    init(_ failure: ControlClient.Failure, socket: String) {
        switch failure {
        case .notRunning: self.init(.notRunning, ["preforkd is not running, or has no control socket at \(socket)"])
        case .notAllowed: self.init(.notAllowed, ["not allowed to use \(socket)"])
        case .system(let error): self.init(.noAnswer, ["\(socket): \(error)"])
        case .cutOff: self.init(.noAnswer, ["preforkd ended the connection before it had answered"])
        case .tooLate: self.init(.noAnswer, ["preforkd does not answer"])
        case .malformed: self.init(.noAnswer, ["what came from \(socket) is no answer of preforkd"])
        }
    }
}

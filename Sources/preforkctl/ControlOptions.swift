import ArgumentParser
import Control
import LinuxSystem

/// What every subcommand takes that asks the daemon.
struct ControlOptions: ParsableArguments {
    static let defaultSocket = "/run/preforkd/control.sock"

    @Option(help: ArgumentHelp("The daemon's control socket.", valueName: "path"))
    var socket = Self.defaultSocket

    @Flag(help: "Print what the daemon answers, one JSON object on each line.")
    var json = false

    func validate() throws {
        guard (try? SocketAddress(unixPath: socket)) != nil else {
            throw ValidationError("--socket takes a path of 1 to \(SocketAddress.unixCapacity - 1) bytes")
        }
    }

    /// The same with nothing printed.
    var quiet: ControlOptions {
        var options = self
        options.json = false
        return options
    }

    /// A name with a space in it would be two words.
    func check(_ request: ControlRequest) throws {
        guard (try? ControlRequest(line: Array(request.line.utf8))) == request else {
            throw ValidationError("no name is like that")
        }
    }
}

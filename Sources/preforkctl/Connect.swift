import ArgumentParser
import LinuxSystem
import Prefork
import SystemPackage

/// The client: prints what a server sends, until it ends.
struct Connect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Connect to a service and print what it sends.",
        discussion: "Exit status: 0 at end-of-file, 1 if it can't connect or the connection breaks."
    )

    @Argument(help: "Host name or address.")
    var host = "localhost"

    @Argument(help: "Port, 1 to 65535.")
    var port: UInt16 = 7890

    func run() throws {
        let isBareIPv6 = host.utf8.contains(UInt8(ascii: ":")) && host.utf8.first != UInt8(ascii: "[")
        let address = isBareIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)"
        do {
            var connection = try Connection(to: address)
            while true {
                let bytes = try connection.read(upTo: 65_536)
                if bytes.isEmpty { return }
                guard StandardStream.output.write(bytes) else { fail("can't write what came") }
            }
        } catch let error as ListenerError {
            fail("can't connect to \(error)")
        } catch {
            fail("the connection to \(address) broke: \(error)")
        }
    }

    private func fail(_ reason: String) -> Never {
        StandardStream.error.write("preforkctl: \(reason)\n")
        ThisProcess.exit(1)
    }
}

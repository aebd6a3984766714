import Glibc
import Prefork
import Systemd

// The example of `Listener.init(passed:name:options:)` as a program, which sees of the two libraries what everybody does.
struct Upper: ConnectionHandler {
    mutating func serve(_ connection: inout Connection) throws {
        while true {
            let bytes = try connection.read(upTo: 4096)
            if bytes.isEmpty { return }
            try connection.write(String(decoding: bytes, as: UTF8.self).uppercased())
        }
    }
}

var passed = try PassedSockets()
var listeners: [Listener] = []
while let socket = passed.take("web") {
    listeners.append(try Listener(passed: socket, name: "web"))
}
// What the server has no use for is closed, or released to whoever has.
try passed.take("other")?.close()
if let number = passed.take("released")?.release() { close(number) }
print(listeners[0].address)
fflush(nil)
try PreforkServer([Service("upper", listeners: listeners, handler: Upper())]).run()

import Glibc
import Prefork

// The example of the documentation as a program. Its argument is the address; it tells which one it got.
struct Upper: ConnectionHandler {
    mutating func serve(_ connection: inout Connection) throws {
        while true {
            let bytes = try connection.read(upTo: 4096)
            if bytes.isEmpty { return }
            try connection.write(String(decoding: bytes, as: UTF8.self).uppercased())
        }
    }
}

let address = CommandLine.arguments[1]
let listener = try Listener(address)
print(listener.address)
fflush(nil)
try PreforkServer([Service("upper", listeners: [listener], handler: Upper())]).run()

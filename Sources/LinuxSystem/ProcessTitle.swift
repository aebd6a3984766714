import CLinux
import Glibc

/// What ps and top show for this process, written over the arguments and environment it started with.
package struct ProcessTitle {
    private let area: UnsafeMutableBufferPointer<CChar>

    /// Finds the area and moves the environment out of it. Call once, before anything keeps a pointer into either.
    package init() {
        let arguments = CommandLine.unsafeArgv
        var end = arguments[0]
        for index in 0..<Int(CommandLine.argc) {
            guard let argument = arguments[index] else { continue }
            end = Self.extend(end, over: argument)
        }
        var index = 0
        while let variable = environ[index] {
            end = Self.extend(end, over: variable)
            environ[index] = strdup(variable)
            index += 1
        }
        let start = arguments[0]
        area = UnsafeMutableBufferPointer(start: start, count: start.flatMap { start in end.map { $0 - start } } ?? 0)
    }

    /// The strings lie one behind the other; what lies elsewhere is not ours to write.
    private static func extend(
        _ end: UnsafeMutablePointer<CChar>?, over string: UnsafeMutablePointer<CChar>
    ) -> UnsafeMutablePointer<CChar>? {
        end == string ? string + strlen(string) + 1 : end
    }

    package func set(_ title: String) {
        guard area.count > 1 else { return }
        let text = title.utf8CString.prefix(area.count - 1)
        _ = area.update(from: text)
        area[text.count...].update(repeating: 0)
        // The short name (15 bytes) that ps -e, top and kernel messages use.
        pthread_setname_np(pthread_self(), String(decoding: title.utf8.prefix(15), as: UTF8.self))
    }
}

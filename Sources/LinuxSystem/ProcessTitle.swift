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

    /// Writes the words one behind the other. Allocates nothing: each new worker comes by.
    package func set(_ words: StaticString, _ name: String = "") {
        guard let start = area.baseAddress, area.count > 1 else { return }
        var length = 0
        func append(_ bytes: UnsafeBufferPointer<UInt8>) {
            let count = min(bytes.count, area.count - 1 - length)
            if let source = bytes.baseAddress { memcpy(start + length, source, count) }
            length += count
        }
        append(UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
        var name = name
        name.withUTF8(append)
        memset(start + length, 0, area.count - length)
        setShortName(start)
    }

    /// The name (15 bytes) that ps -e, top and kernel messages use.
    private func setShortName(_ title: UnsafePointer<CChar>) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Self.shortNameSize) { buffer in
            buffer.initialize(repeating: 0)
            guard let name = buffer.baseAddress else { return }
            memcpy(name, title, strnlen(title, buffer.count - 1))
            pthread_setname_np(pthread_self(), name)
        }
    }

    private static let shortNameSize = 16
}

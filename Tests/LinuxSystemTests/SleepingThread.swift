import Glibc
import LinuxSystem
import Synchronization

/// The kernel's number of a thread, by which others see whether it sleeps.
final class SleepingThread: Sendable {
    private let number = Atomic(0)

    /// Told by the thread itself, just before it is to sleep.
    func isThisThread() {
        var buffer = [CChar](repeating: 0, count: 64)
        let count = max(0, readlink("/proc/thread-self", &buffer, buffer.count))
        let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        number.store(target.split(separator: "/").last.flatMap { Int($0) } ?? 0, ordering: .releasing)
    }

    var isAsleep: Bool {
        let path = "/proc/self/task/\(number.load(ordering: .acquiring))/stat"
        guard let bytes = try? FileContents.read(path, limit: 4_096) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: ")").last?.split(separator: " ").first == "S"
    }
}

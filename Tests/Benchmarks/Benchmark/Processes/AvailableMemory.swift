import LinuxSystem

/// How much the machine could still give to programs, as proc_meminfo(5) estimates it. What it has less of while a server
/// runs is all that the server takes, the kernel's own memory for it included, which no file of a process tells.
package struct AvailableMemory: Equatable, Sendable {
    package let kilobytes: Int

    package init?(_ text: String) {
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        guard let value = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        kilobytes = value
    }

    static var current: AvailableMemory? { FileContents.text("/proc/meminfo").flatMap { AvailableMemory($0) } }
}

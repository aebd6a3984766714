/// The memory of the machine, as /proc/meminfo tells it.
package enum MemoryInformation {
    /// nil where the file is hidden from this process, as `ProcSubset=pid` of a unit does, or can't be understood.
    /// - Parameter root: where the files of the system are found, for tests.
    package static func read(root: String = "") -> Stock? {
        FileContents.text(root + "/proc/meminfo").flatMap(stock)
    }

    static func stock(in text: String) -> Stock? {
        guard let total = bytes("MemTotal:", in: text), let available = bytes("MemAvailable:", in: text) else {
            return nil
        }
        return Stock(total: total, used: total - available)
    }

    private static func bytes(_ key: String, in text: String) -> Int? {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == key, words[2] == "kB", let number = Int(words[1]) else { continue }
            let (bytes, overflow) = number.multipliedReportingOverflow(by: 1024)
            return overflow || number < 0 ? nil : bytes
        }
        return nil
    }
}

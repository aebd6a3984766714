/// What one control group allows, as its files say; nil where it sets no bound or has no such file.
package struct ControlGroupBounds: Hashable, Sendable {
    package private(set) var memory: Stock?
    package private(set) var processes: Stock?
    /// Thousandths of processors.
    package private(set) var processors: Int?

    init(folder: String) {
        self.init { FileContents.text("\(folder)/\($0)") }
    }

    /// - Parameter file: the text of a file by its name.
    init(file: (String) -> String?) {
        // Above `memory.high` a group is slowed down rather than denied, which is no less a limit for a pool.
        let most = ["memory.max", "memory.high"].compactMap { file($0).flatMap(Self.number) }.min()
        if let most, let used = file("memory.current").flatMap(Self.number) {
            // Pages of files that nobody uses are given back before anything is refused.
            let cache = file("memory.stat").flatMap { ControlGroup.value("inactive_file", in: $0) } ?? 0
            memory = Stock(total: most, used: used - cache)
        }
        if let most = file("pids.max").flatMap(Self.number), let used = file("pids.current").flatMap(Self.number) {
            processes = Stock(total: most, used: used)
        }
        processors = file("cpu.max").flatMap(Self.processors)
    }

    /// nil for `max` and for what is no number.
    static func number(_ text: String) -> Int? {
        text.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// `QUOTA PERIOD`, the time in each period that all of the group's processes have together.
    static func processors(_ text: String) -> Int? {
        let words = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
        guard words.count == 2, let quota = words[0], let period = words[1], quota > 0, period > 0 else { return nil }
        let (product, overflow) = quota.multipliedReportingOverflow(by: 1000)
        return overflow ? nil : max(1, product / period)
    }
}

extension ControlGroup {
    /// Of this group and those above it, each that has a bound.
    package var bounds: [ControlGroupBounds] {
        folders.map { ControlGroupBounds(folder: $0) }.filter { $0 != ControlGroupBounds { _ in nil } }
    }
}

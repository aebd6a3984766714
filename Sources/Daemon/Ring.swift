/// The last so many of a series.
struct Ring<Element> {
    private let capacity: Int
    private var stored: [Element] = []
    private var next = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func append(_ element: Element) {
        if stored.count < capacity {
            stored.append(element)
        } else {
            stored[next] = element
        }
        next = (next + 1) % capacity
    }

    var count: Int { stored.count }

    /// From the oldest on.
    subscript(index: Int) -> Element {
        stored[stored.count < capacity ? index : (next + index) % capacity]
    }

    /// From the oldest on.
    var elements: [Element] {
        stored.count < capacity ? stored : Array(stored[next...] + stored[..<next])
    }
}

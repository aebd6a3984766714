/// First come, first served, without moving those behind each time.
struct Line<Element> {
    private var elements: [Element] = []
    private var head = 0

    var first: Element? { head < elements.count ? elements[head] : nil }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func removeFirst() {
        head += 1
        guard head > 1_000, head > elements.count / 2 else { return }
        elements.removeFirst(head)
        head = 0
    }
}

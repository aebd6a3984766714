/// A table of fixed size whose elements may be owned, by slot number.
struct SlotTable<Element: ~Copyable>: ~Copyable {
    private let elements: UnsafeMutableBufferPointer<Element?>

    init(capacity: Int) {
        elements = .allocate(capacity: capacity)
        for index in 0..<capacity { elements.initializeElement(at: index, to: nil) }
    }

    deinit {
        elements.deinitialize()
        elements.deallocate()
    }

    subscript(slot: Int) -> Element? {
        _read { yield elements[slot] }
        _modify { yield &elements[slot] }
    }
}

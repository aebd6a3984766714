import Testing

@testable import Prefork

@Suite("Tables of owned elements")
struct SlotTableTests {
    /// Counts how many of its kind were given up.
    private struct Owned: ~Copyable {
        let name: Int
        let released: Released

        deinit { released.names.append(name) }
    }

    private final class Released {
        var names: [Int] = []
    }

    @Test("a new table is empty")
    func empty() {
        let table = SlotTable<Owned>(capacity: 3)
        for slot in 0..<3 {
            let isEmpty = table[slot] == nil
            #expect(isEmpty)
        }
    }

    @Test("an element is owned by its slot: released when it is taken out or replaced, once")
    func released() {
        let released = Released()
        var table = SlotTable<Owned>(capacity: 3)
        table[0] = Owned(name: 1, released: released)
        table[2] = Owned(name: 2, released: released)
        #expect(released.names == [])
        #expect(table[2]?.name == 2)
        table[2] = Owned(name: 3, released: released)
        #expect(released.names == [2])
        table[0] = nil
        table[0] = nil
        #expect(released.names == [2, 1])
        _ = consume table
        #expect(released.names == [2, 1, 3])
    }

    @Test("an element is changed in its place")
    func inPlace() {
        struct Counter: ~Copyable { var count = 0 }
        var table = SlotTable<Counter>(capacity: 1)
        table[0] = Counter()
        for _ in 0..<3 { table[0]?.count += 1 }
        #expect(table[0]?.count == 3)
    }
}

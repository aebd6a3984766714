/// How much there is of something, and how much of it is left.
package struct Stock: Hashable, Sendable {
    package let total: Int
    package let left: Int

    package init(total: Int, used: Int) {
        self.total = total
        left = max(0, total - max(0, used))
    }
}

/// Where a process keeps the number of the program that it has started, in memory that may outlive it; 0: there is none.
///
/// An aligned word, which is written whole; it is read by a signal handler of the process, and by others once that is dead.
package struct ProgramNote {
    let word: UnsafeMutablePointer<Int32>

    /// - Parameter word: stays there as long as the process.
    package init(at word: UnsafeMutablePointer<Int32>) {
        self.word = word
    }

    /// In memory of this process alone.
    package init() {
        word = .allocate(capacity: 1)
        word.initialize(to: 0)
    }

    /// Nothing is left of the program.
    package func clear() {
        word.pointee = 0
    }
}

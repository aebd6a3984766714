/// What one more worker takes of each resource.
package struct WorkerCost: Hashable, Sendable {
    /// Bytes.
    package let memory: Int

    /// - Parameter privateMemory: of a worker of this pool, as measured; nil before one was.
    package init(privateMemory: Int? = nil) {
        memory = privateMemory.map { max(0, $0) + Self.kernelMemory } ?? Self.assumedMemory
    }

    /// Until one is measured: ten times what an idle worker of a built-in handler takes.
    package static let assumedMemory = 1 << 20
    /// Page tables, stack and socket in the kernel, which the cgroup counts and the worker does not see.
    package static let kernelMemory = 128 << 10
    /// The worker itself.
    package static let processes = 1
    /// In the supervisor: the pidfd and the pipe from the worker's stderr.
    package static let descriptors = 2
    /// A worker of a blocking server waits for its client most of the time. As long as each computes for less than a
    /// hundredth of it, so many still fit on one processor; where they compute for more, others would only queue there.
    package static let workersPerProcessor = 128
}

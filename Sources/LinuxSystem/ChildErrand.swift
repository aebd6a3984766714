package import SystemPackage

/// Work that may take long or change this process, done by a child that writes down what came of it.
package enum ChildErrand {
    package enum Outcome {
        case written([UInt8])
        /// It ended without a word; nil: somebody else has buried it.
        case silent(WaitStatus?)
        case tooLate
    }

    /// Waits for the end of `work`, and no longer than `patience`. Only while this process has one thread.
    /// - Parameter work: runs in the child, which has none of this process's descriptors but the standard ones. Of what it
    ///   returns, a pipe's room (64 KiB) is kept.
    package static func run(within patience: Duration, _ work: () -> [UInt8]) throws(Errno) -> Outcome {
        let pipe = try Pipe()
        switch try ChildProcess.fork() {
        case .child:
            // A limit of descriptors that it takes counts those of a worker, and not all that the supervisor has.
            try? StandardDescriptors.closeOthers(keeping: [pipe.writeEnd.rawValue])
            let bytes = work()
            _ = try? bytes.withUnsafeBytes { try pipe.writeEnd.write($0) }
            ThisProcess.exit(0)
        case .parent(let child):
            let end = MonotonicClock.now() + patience
            guard try hasEnded(child, until: end) else {
                try child.send(.kill)
                // One that hangs in the kernel goes when it can, and is not waited for.
                if try hasEnded(child, until: MonotonicClock.now() + burial) { _ = try child.reap() }
                return .tooLate
            }
            let status = try? child.reap()
            return read(pipe.takeReadEnd()).map(Outcome.written) ?? .silent(status)
        }
    }

    private static let burial = Duration.milliseconds(100)

    private static func hasEnded(_ child: borrowing ChildProcess, until end: Duration) throws(Errno) -> Bool {
        while true {
            let left = max(.zero, end - MonotonicClock.now())
            if try child.descriptor.waitReadable(timeout: left) { return true }
            if left == .zero { return false }
        }
    }

    /// All of it is in the pipe once its only writer has ended.
    private static func read(_ readEnd: consuming Descriptor) -> [UInt8]? {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            guard let count = try? readEnd.read(into: buffer), count > 0 else { return nil }
            return Array(buffer[..<count])
        }
    }
}

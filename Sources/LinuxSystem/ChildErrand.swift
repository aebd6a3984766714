package import SystemPackage

/// Work that may take long or change this process, done by a child that writes down what came of it.
package enum ChildErrand {
    package enum Outcome {
        case written([UInt8])
        /// It ended without a word; nil: somebody else has buried it.
        case silent(WaitStatus?)
        case tooLate
    }

    /// Waits until `work` is done, and no longer than `patience`. Only while this process has one thread.
    /// - Parameter work: runs in the child, which has none of this process's descriptors but the standard ones.
    package static func run(within patience: Duration, _ work: () -> [UInt8]) throws(Errno) -> Outcome {
        let pipe = try Pipe()
        switch try ChildProcess.fork() {
        case .child:
            // A limit of descriptors that it takes counts those of a worker, and not all that the supervisor has.
            try? StandardDescriptors.closeOthers(keeping: [pipe.writeEnd.rawValue])
            write(work(), to: pipe.writeEnd)
            ThisProcess.exit(0)
        case .parent(let child):
            guard let bytes = read(pipe.takeReadEnd(), until: MonotonicClock.now() + patience) else {
                try? child.send(.kill)
                bury(child)
                return .tooLate
            }
            // Its end of the pipe closes as it ends, so this does not wait.
            let status = try? child.waitUntilEnd()
            return bytes.isEmpty ? .silent(status) : .written(bytes)
        }
    }

    private static func write(_ bytes: [UInt8], to pipe: borrowing Descriptor) {
        var rest = bytes[...]
        while !rest.isEmpty, let count = try? rest.withUnsafeBytes({ try pipe.write($0) }) { rest.removeFirst(count) }
    }

    /// Up to the end of the only writer; nil where `end` comes first.
    private static func read(_ pipe: consuming Descriptor, until end: Duration) -> [UInt8]? {
        var bytes: [UInt8] = []
        while Socket.waitReadable(pipe.rawValue, until: end) {
            let count = withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
                let count = (try? pipe.read(into: buffer)) ?? 0
                bytes += buffer[..<count]
                return count
            }
            if count == 0 { return bytes }
        }
        return nil
    }

    /// One that hangs in the kernel ends when it can, and nobody waits for that.
    private static func bury(_ child: borrowing ChildProcess) {
        let end = MonotonicClock.now() + .seconds(1)
        if Socket.waitReadable(child.descriptor.rawValue, until: end) { _ = try? child.reap() }
    }
}

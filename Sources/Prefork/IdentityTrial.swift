internal import LinuxSystem
internal import SystemPackage

/// An identity taken by a child that does nothing else: what would fail in every worker is known before the first.
///
/// Whoever asks waits for it, so this is for a daemon that serves nobody yet. Later on the first worker of a new configuration
/// is the trial.
package enum IdentityTrial {
    /// Why no worker can have this identity, or run `program` with it; nil where one can, and where no child can be had.
    package static func objection(to identity: Identity, program: String?) -> String? {
        do throws(Errno) {
            return try refusal(of: identity, program)
        } catch {
            return nil
        }
    }

    private static func refusal(of identity: Identity, _ program: String?) throws(Errno) -> String? {
        let pipe = try Pipe()
        switch try ChildProcess.fork() {
        case .child:
            // A limit of descriptors counts those of a worker, and not all that the supervisor has.
            try? StandardDescriptors.closeOthers(keeping: [pipe.writeEnd.rawValue])
            let words = Array((attempt(identity, program) ?? "").utf8)
            _ = try? words.withUnsafeBytes { try pipe.writeEnd.write($0) }
            ThisProcess.exit(WorkerExit.retired)
        case .parent(let child):
            guard try child.descriptor.waitReadable(timeout: patience) else {
                try child.send(.kill)
                return "no worker is what it asks for within \(patience.components.seconds) s"
            }
            let status = try child.reap()
            if let words = said(pipe.takeReadEnd()) { return words }
            guard let status, !status.isSuccess else { return nil }
            return "a worker with its limits \(status) as soon as it had them"
        }
    }

    /// A folder on a network may keep whoever enters it waiting.
    private static let patience = Duration.seconds(10)

    private static func attempt(_ identity: Identity, _ program: String?) -> String? {
        do {
            try identity.take()
            if let program { try UnrunnableProgram.check(program) }
            return nil
        } catch {
            return String(describing: error)
        }
    }

    /// All of it is in the pipe once its only writer has ended.
    private static func said(_ readEnd: consuming Descriptor) -> String? {
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
            guard let count = try? readEnd.read(into: buffer), count > 0 else { return nil }
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}

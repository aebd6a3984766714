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
        let outcome = try ChildErrand.run(within: patience) { Array((attempt(identity, program) ?? "").utf8) }
        return switch outcome {
        case .written(let words): String(decoding: words, as: UTF8.self)
        case .silent(let status?) where !status.isSuccess: "a worker with its limits \(status) as soon as it had them"
        case .silent: nil
        case .tooLate: "no worker is what it asks for within \(patience.components.seconds) s"
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
}

internal import Prefork

/// What the service manager is to hear of readiness yet. It goes on from one program of this process to the next.
struct ReadinessDebt {
    /// READY=1, at the end of the turn.
    var isReadyOwed = false
    /// RELOADING=1 was told, and is to be ended.
    var isReloadTold = false

    init(_ record: HandoverRecord?) {
        isReadyOwed = record?["ready-owed"] == "yes"
        isReloadTold = record?["reload-told"] == "yes"
    }

    var fields: [String: String] {
        var fields: [String: String] = [:]
        if isReadyOwed { fields["ready-owed"] = "yes" }
        if isReloadTold { fields["reload-told"] = "yes" }
        return fields
    }
}

/// What somebody asks of the supervisor besides signals.
package enum SupervisorOrder: Hashable, Sendable {
    /// As the signals do; what comes of it is told as of any other.
    case reload
    case upgrade
    /// Other bounds for the pool of a service; nil leaves one as it is.
    case scale(service: String, min: Int?, max: Int?)
    /// The workers of a service finish and leave; its listeners stay open, and clients wait in their queues.
    case drain(service: String)
    /// Serve on after a drain.
    case resume(service: String)
}

/// Why an order was not carried out, in words for whoever gave it.
package struct OrderFailure: Error, Hashable, Sendable {
    package let reasons: [String]

    package init(_ reasons: String...) {
        self.reasons = reasons
    }
}

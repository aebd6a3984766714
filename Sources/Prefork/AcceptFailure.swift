internal import SystemPackage

/// What a failed accept() means for the worker, after accept(2).
enum AcceptFailure {
    /// The listener was taken away: the worker was asked to retire, or the service refuses.
    case retired
    /// That one client is gone, or its network is: the next one may be well.
    case clientGone
    /// Somebody else took the connection.
    case nobodyThere
    /// Descriptors or memory ran out, for this process or the whole system.
    case exhausted
    /// None of these: a worker that can't accept is of no use.
    case broken

    init(_ error: Errno) {
        switch error {
        case .notSocket, .invalidArgument: self = .retired
        case .resourceTemporarilyUnavailable: self = .nobodyThere
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noBufferSpace, .noMemory: self = .exhausted
        case .connectionAbort, .protocolError, .networkDown, .protocolNotAvailable, .hostIsDown, .noRouteToHost,
            .networkUnreachable, .notPermitted, .connectionReset, .timedOut, .notSupportedOnSocket:
            self = .clientGone
        default: self = .broken
        }
    }
}

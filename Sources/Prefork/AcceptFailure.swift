internal import SystemPackage

/// What a failed accept() means for the worker, after accept(2).
enum AcceptFailure {
    /// The listener was taken away: the worker was asked to retire, or the service refuses.
    case retired
    /// That one client is gone, or its network is, or somebody else took it: the next one may be well.
    case clientGone
    /// Descriptors or memory ran out, or a rule of the system forbids it: for now no client can be had.
    case refused
    /// None of these: a worker that can't accept is of no use.
    case broken

    init(_ error: Errno) {
        switch error {
        case .notSocket, .invalidArgument: self = .retired
        case .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noBufferSpace, .noMemory, .notPermitted,
            .notSupportedOnSocket:
            self = .refused
        case .connectionAbort, .protocolError, .networkDown, .protocolNotAvailable, .hostIsDown, .noRouteToHost,
            .networkUnreachable, .connectionReset, .timedOut, .resourceTemporarilyUnavailable:
            self = .clientGone
        default: self = .broken
        }
    }
}

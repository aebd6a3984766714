import SystemPackage
import Testing

@testable import Prefork

@Suite("Failures of accept")
struct AcceptFailureTests {
    static let meanings: [(error: Errno, meaning: AcceptFailure)] = [
        (.notSocket, .retired),
        (.invalidArgument, .retired),
        (.resourceTemporarilyUnavailable, .clientGone),
        (.connectionAbort, .clientGone),
        (.networkDown, .clientGone),
        (.protocolError, .clientGone),
        (.hostIsDown, .clientGone),
        (.noRouteToHost, .clientGone),
        (.networkUnreachable, .clientGone),
        (.notPermitted, .refused),
        (.notSupportedOnSocket, .refused),
        (.tooManyOpenFiles, .refused),
        (.tooManyOpenFilesInSystem, .refused),
        (.noBufferSpace, .refused),
        (.noMemory, .refused),
        (.badFileDescriptor, .broken),
        (.badAddress, .broken),
    ]

    @Test("each error of accept(2) has its meaning for a worker", arguments: meanings)
    func meaning(row: (error: Errno, meaning: AcceptFailure)) {
        #expect(AcceptFailure(row.error) == row.meaning)
    }
}

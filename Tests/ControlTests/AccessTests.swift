import LinuxSystem
import Testing

@testable import Control

@Suite("Who may ask")
struct AccessTests {
    private func peer(_ user: UInt32, _ group: UInt32 = 100, more: [UInt32] = []) -> PeerCredentials {
        PeerCredentials(process: 1, user: user, group: group, supplementaryGroups: more)
    }

    @Test("root and the daemon's user may, others may not")
    func users() {
        let access = ControlAccess.operators(user: 990, group: nil)
        #expect(access.admits(peer(0)) && access.admits(peer(990)))
        #expect(!access.admits(peer(1_000)) && !access.admits(peer(65_534, 0, more: [0, 990])))
        #expect(access.mode == 0o600)
    }

    @Test("the members of the group may, whichever of their groups it is")
    func group() {
        let access = ControlAccess.operators(user: 990, group: 50)
        #expect(access.admits(peer(1_000, 50)) && access.admits(peer(1_000, more: [7, 50])))
        #expect(!access.admits(peer(1_000, more: [7])))
        #expect(access.mode == 0o660)
    }
}

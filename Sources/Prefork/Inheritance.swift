/// What an earlier program of this process has left to it.
package struct Inheritance {
    package let handover: Handover
    /// Those of the pools, as far as they still listen. Not held here: one that is removed later is to go.
    package let listeners: () -> [Listener]
    package let role: Role

    /// What this program is to the one before.
    package enum Role {
        /// The next, whose own workers are to prove themselves.
        case successor
        /// The one before that, which goes on because the next could not.
        case returned
    }

    package init(handover: Handover, listeners: @escaping () -> [Listener], role: Role) {
        self.handover = handover
        self.listeners = listeners
        self.role = role
    }
}

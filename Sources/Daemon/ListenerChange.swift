internal import Prefork

/// From the listeners that are open to those that are wanted: what is new, what goes, and the way back.
package struct ListenerChange {
    /// The listeners of each service, in the order of the services and of their `listen`.
    package var services: [[OpenListener]]
    /// Those among them that nobody had yet.
    package var added: [OpenListener] = []
    /// Open ones that nobody wants any more. They listen until they are refused and let go of.
    package var left: [OpenListener] = []
    /// Those that serve on with other options, as they were before.
    private var before: [OpenListener] = []

    init(count: Int) {
        services = Array(repeating: [], count: count)
    }

    mutating func note(_ open: OpenListener, before: OpenListener) {
        if before.options != open.options { self.before.append(before) }
    }

    /// Gives those that were open before their options back; those that were added close with this value.
    package func undo() {
        for open in before {
            guard let options = open.options else { continue }
            // It had them a moment ago; where it can't have them again, the next change will say so.
            try? open.listener.setOptions(options)
        }
    }
}
